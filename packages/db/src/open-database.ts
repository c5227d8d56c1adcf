import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './schema.ts'

/** A connection pool or, inside a verb, a transaction of it. */
export type Db = Kysely<Database>

const namesMax = 500

/** Statement text → its name; past `namesMax` texts run unnamed, so that no caller can fill the server's memory. */
const names = new Map<string, string>()

function statementName(text: string): string | undefined {
  const known = names.get(text)
  if (known || names.size >= namesMax) return known
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 16)
  names.set(text, name)
  return name
}

/** node-postgres prepares a statement once per connection if it has a name; Kysely gives none. */
class NamingClient extends pg.Client {
  override query(...args: unknown[]): never {
    const [text, values] = args
    if (typeof text === 'string' && Array.isArray(values) && values.length > 0) {
      return super.query({ text, values, name: statementName(text) } as never) as never
    }
    return super.query(...(args as [never])) as never
  }
}

/**
 * Opens a pool of at most `poolMax` connections (default 10). Waits 5 s at most for a free one; a statement may run
 * `statementTimeoutMs` (default 15 s) before the server ends it. Errors of idle connections go to `onError`.
 */
export function openDatabase(
  databaseUrl: string,
  options: { poolMax?: number; statementTimeoutMs?: number; onError?: (error: Error) => void } = {},
): Db {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.poolMax ?? 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: options.statementTimeoutMs ?? 15_000,
    idle_in_transaction_session_timeout: 30_000,
    Client: NamingClient,
  })
  // Without a listener a connection that dies while idle would end the process; the pool replaces it by itself.
  pool.on('error', (error) => options.onError?.(error))
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}

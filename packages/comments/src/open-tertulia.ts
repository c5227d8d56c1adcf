import { openChangeLog, openDatabase } from '@tertulia/db'
import type { Context } from './context.ts'
import { createActivePolicies } from './policies/active-policies.ts'
import { checkSecret } from './secret-check/check-secret.ts'
import { createSites } from './sites/sites.ts'

export interface OpenOptions {
  databaseUrl: string
  secret: string
  poolMax?: number
  now?: () => Date
  /** hears of connections that broke; they are made anew by themselves */
  onError?: (error: Error) => void
}

export type Tertulia = Context & { close(): Promise<void> }

/** Opens a migrated database for the verbs. Throws a plain sentence when the secret is not this database's. */
export async function openTertulia(options: OpenOptions): Promise<Tertulia> {
  const { databaseUrl, onError = () => {} } = options
  const secret = Buffer.from(options.secret)
  const db = openDatabase(databaseUrl, { onError, ...(options.poolMax ? { poolMax: options.poolMax } : {}) })
  try {
    await checkSecret(db, secret)
    const changes = await openChangeLog(databaseUrl, { onError })
    return {
      db,
      secret,
      changes,
      sites: createSites(),
      policies: createActivePolicies(db),
      now: options.now ?? (() => new Date()),
      async close() {
        await changes.close()
        await db.destroy()
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

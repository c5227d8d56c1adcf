import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { migrations } from './migrations/index.ts'
import { openDatabase } from './open-database.ts'

const lockTimeoutMs = 60_000
// Kysely holds a lock of its own too, but would wait an hour for it.
const lockKey = 7_385_102_941

/**
 * Brings the database to this version's schema and returns the names of the migrations it ran.
 * Safe when several processes do it at once: one works, the others wait (60 s at most). Needs a direct or
 * session-pooled connection. Throws a plain sentence when the lock is not had in time, or the database is newer than this version.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const guard = new pg.Client({ connectionString: databaseUrl, lock_timeout: lockTimeoutMs })
  await guard.connect()
  try {
    await guard.query('select pg_advisory_lock($1)', [lockKey]).catch((cause: unknown) => {
      throw new Error(
        'Another process has been migrating this database for over a minute. See to it, then try again.',
        { cause },
      )
    })
    return await runMigrations(databaseUrl)
  } finally {
    await guard.end()
  }
}

async function runMigrations(databaseUrl: string): Promise<string[]> {
  const db = openDatabase(databaseUrl, { poolMax: 1 })
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
    const { error, results } = await migrator.migrateToLatest()
    const newer = error instanceof Error && /previously executed migration (\S+) is missing/.exec(error.message)
    if (newer)
      throw new Error(`The database was migrated by a newer version of Tertulia (${newer[1]}). Update this one.`)
    if (error) throw error
    return (results ?? []).map((result) => result.migrationName)
  } finally {
    await db.destroy()
  }
}

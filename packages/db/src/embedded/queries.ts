import type pg from 'pg'

const ownerLockKey = 7_385_102_942

/** Takes the lock that its connection holds for life; false if another connection has it. */
export async function tryOwnerLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [ownerLockKey])
  return rows[0].taken
}

/** The `application_name` of the connection that holds the owner's lock. */
export async function ownerName(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and (classid::int8 << 32) + objid::int8 = $1 and granted`,
    [ownerLockKey],
  )
  return rows[0]?.name
}

export async function createDatabaseIfMissing(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query('select from pg_database where datname = $1', [name])
  if (rows.length === 0) await client.query(`create database ${client.escapeIdentifier(name)}`)
}

import type { Db } from '@tertulia/db'

const lockKey = 7_385_102_943

/** Takes the lock for this session, or keeps it; false while another session has it. */
export async function tryClaim(db: Db): Promise<boolean> {
  const row = await db
    .selectNoFrom((eb) => eb.fn<boolean>('pg_try_advisory_lock', [eb.val(lockKey)]).as('claimed'))
    .executeTakeFirstOrThrow()
  return row.claimed
}

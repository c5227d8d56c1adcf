import type { Db } from '@tertulia/db'
import { sql } from 'kysely'

export const databaseAnswers = (db: Db): Promise<boolean> =>
  sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )

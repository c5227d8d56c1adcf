import type { Db } from '@tertulia/db'
import { type Secret, secretCheck } from '../secret.ts'
import { keepSetting } from './queries.ts'

/** Throws a plain sentence when this database was first opened with another secret: every receipt would be void. */
export async function checkSecret(db: Db, secret: Secret): Promise<void> {
  const check = secretCheck(secret)
  if ((await keepSetting(db, 'secret-check', check)) !== check) {
    throw new Error(
      'TERTULIA_SECRET is not the one this database was first used with: receipts already given out would stop working. Start with the first one.',
    )
  }
}

import type { Db } from '@tertulia/db'

export const insertKey = (
  db: Db,
  key: { name: string; hash: Buffer; scope: 'moderate' | 'admin'; sites: string[] | null },
) => db.insertInto('api_key').values(key).returning('id').executeTakeFirstOrThrow()

export const keyByHash = (db: Db, hash: Buffer) =>
  db
    .selectFrom('api_key')
    .select(['id', 'name', 'scope', 'sites', 'expires_at', 'revoked_at'])
    .where('hash', '=', hash)
    .executeTakeFirst()

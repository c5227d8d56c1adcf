import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from '../context.ts'
import type { Moderator } from '../moderator.ts'
import { insertKey, keyByHash } from './queries.ts'

const hashKey = (key: string): Buffer => createHash('sha256').update(key).digest()

/** Makes an API key; only its SHA-256 is kept, so this is the one time that it can be shown. */
export async function createKey(
  context: Pick<Context, 'db'>,
  input: { name: string; scope: 'moderate' | 'admin'; sites: string[] | null },
): Promise<{ id: string; key: string }> {
  const key = `tt_${randomBytes(24).toString('base64url')}`
  const { id } = await insertKey(context.db, { ...input, hash: hashKey(key) })
  return { id, key }
}

/** The moderator that an API key stands for; `bootstrap` is TERTULIA_ADMIN_KEY. Undefined for a wrong, expired or revoked one. */
export async function moderatorByKey(
  context: Context,
  key: string,
  bootstrap: string | undefined,
): Promise<Moderator | undefined> {
  const hash = hashKey(key)
  if (bootstrap && timingSafeEqual(hash, hashKey(bootstrap))) {
    return { id: 'key:bootstrap', name: 'bootstrap', scope: 'admin', surface: 'api', sites: null }
  }
  const row = await keyByHash(context.db, hash)
  if (!row || row.revoked_at || (row.expires_at && row.expires_at <= context.now())) return undefined
  return { id: `key:${row.id}`, name: row.name, scope: row.scope, surface: 'api', sites: row.sites }
}

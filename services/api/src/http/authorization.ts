import { type Moderator, moderatorByKey, type Tertulia } from '@tertulia/comments'
import { Problem, Receipt } from '@tertulia/contract'
import type { Context } from 'hono'
import type { AppEnv } from './app-env.ts'

/** The credential of one scheme, if that is what the Authorization header carries (RFC 9110 §11.4; schemes ignore case). */
function credential(c: Context<AppEnv>, scheme: 'Author' | 'Receipt' | 'Bearer'): string | undefined {
  const match = /^(\S+) +(\S+)$/.exec(c.req.header('authorization') ?? '')
  return match?.[1]?.toLowerCase() === scheme.toLowerCase() ? match[2] : undefined
}

/** The author key, or null without one. At least 128 bits in base64url or hex, or the request is not valid. */
export function authorKey(c: Context<AppEnv>): string | null {
  const key = credential(c, 'Author')
  if (key === undefined) return null
  if (/^[A-Za-z0-9_-]{22,128}$/.test(key)) return key
  throw new Problem('unauthorized', 'An author key has 22 to 128 characters of A-Z, a-z, 0-9, - and _.')
}

/** The receipt, if the request carries one that could be one. */
export function receipt(c: Context<AppEnv>): string | undefined {
  const given = credential(c, 'Receipt')
  return Receipt.safeParse(given).success ? given : undefined
}

/** The moderator behind the request's API key. Throws `unauthorized`. */
export async function moderator(
  c: Context<AppEnv>,
  tertulia: Tertulia,
  adminKey: string | undefined,
): Promise<Moderator> {
  const key = credential(c, 'Bearer')
  const found = key && (await moderatorByKey(tertulia, key, adminKey))
  if (!found) throw new Problem('unauthorized', 'Send an API key: Authorization: Bearer …')
  return found
}

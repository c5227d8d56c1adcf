import type { Context } from 'hono'
import { always } from './always.ts'
import type { AppEnv } from './app-env.ts'
import type { CachedAnswer, Encoding } from './page-cache.ts'

const preferred = (accepted: string): Encoding =>
  accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : 'identity'

/** A request's header. On the wire it is read from node's request: making a `Headers` of them all is dear. */
const header = (c: Context<AppEnv>, name: 'accept-encoding' | 'if-none-match'): string | undefined =>
  c.env?.incoming ? (c.env.incoming.headers[name] as string | undefined) : c.req.header(name)

/** The answer in the best encoding the client takes, or 304 if it has it. To be revalidated: nobody may keep it longer. */
export function answerBytes(c: Context<AppEnv>, answer: CachedAnswer, type = 'application/json'): Response {
  const encoding = preferred(header(c, 'accept-encoding') ?? '')
  const { body, etag } = answer.variant(encoding)
  const headers: Record<string, string> = { ...always, etag, 'cache-control': 'no-cache', vary: 'Accept-Encoding' }
  const known = header(c, 'if-none-match')
  // A weak or listed validator names the same bytes (RFC 9110 §13.1.2).
  if (known?.includes(etag)) return new Response(null, { status: 304, headers })
  headers['content-type'] = type
  if (encoding !== 'identity') headers['content-encoding'] = encoding
  return new Response(body, { headers })
}

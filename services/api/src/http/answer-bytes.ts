import type { CachedAnswer, Encoding } from './page-cache.ts'

const preferred = (accepted: string): Encoding =>
  /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity'

/** The answer in the best encoding the client takes, or 304 if it has it. To be revalidated: nobody may keep it longer. */
export function answerBytes(answer: CachedAnswer, request: Request, type = 'application/json'): Response {
  const encoding = preferred(request.headers.get('accept-encoding') ?? '')
  const { body, etag } = answer.variant(encoding)
  const headers: Record<string, string> = { etag, 'cache-control': 'no-cache', vary: 'Accept-Encoding' }
  const known = request.headers.get('if-none-match')?.split(',') ?? []
  if (known.some((tag) => tag.trim().replace(/^W\//, '') === etag)) return new Response(null, { status: 304, headers })
  headers['content-type'] = type
  if (encoding !== 'identity') headers['content-encoding'] = encoding
  return new Response(body, { headers })
}

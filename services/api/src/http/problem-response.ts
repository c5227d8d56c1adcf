import { Problem, problems } from '@tertulia/contract'
import { always } from './always.ts'

/** A problem as `application/problem+json` (RFC 9457). */
export function problemResponse(problem: Problem, options: { publicUrl: string; requestId: string }): Response {
  const { slug, extra } = problem
  const { status, title } = problems[slug]
  const body = {
    type: `${options.publicUrl}/problems/${slug}`,
    title,
    status,
    detail: problem.message,
    instance: `urn:uuid:${options.requestId}`,
    ...extra,
  }
  const headers: Record<string, string> = {
    ...always,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  }
  if (typeof extra.retryAfter === 'number') headers['retry-after'] = String(extra.retryAfter)
  if (slug === 'unauthorized') headers['www-authenticate'] = 'Bearer'
  return new Response(JSON.stringify(body), { status, headers })
}

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '57014',
  '25P03',
])

/** Any error as a problem: ours as it is, a database that cannot be reached as `unavailable`, all else as `internal-error`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { code, message = '' } = error as { code?: string; message?: string }
  const unreachable =
    (code !== undefined && connectionCodes.has(code)) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(message)
  if (unreachable)
    return new Problem(
      'unavailable',
      'The database cannot be reached right now. Try again in a moment.',
      { retryAfter: 2 },
      { cause: error },
    )
  return new Problem(
    'internal-error',
    'Something went wrong on our side; the operator can find it by this instance.',
    {},
    { cause: error },
  )
}

import { z } from 'zod'

/** Every failure a caller may see: the stable slug, its HTTP status, and its title (RFC 9457). Renaming a slug is a breaking change. */
export const problems = {
  'malformed-request': { status: 400, title: 'The request could not be read' },
  unauthorized: { status: 401, title: 'A key or session is needed' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'already-decided': { status: 409, title: 'Somebody decided first' },
  'stale-revision': { status: 409, title: 'The comment was edited since' },
  'undo-expired': { status: 409, title: 'This decision can no longer be undone' },
  'page-closed': { status: 409, title: 'Comments on this page are closed' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'Send application/json' },
  'invalid-request': { status: 422, title: 'The request is not valid' },
  'idempotency-mismatch': { status: 422, title: 'This Idempotency-Key was used for another request' },
  revise: { status: 422, title: 'Please reword the comment' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  unavailable: { status: 503, title: 'Not available right now' },
} as const

export type ProblemSlug = keyof typeof problems

/** A fault of one field; `pointer` is a JSON pointer into the body (RFC 6901) in URI fragment form, e.g. `#/author/name`. */
export const FieldFault = z.object({ pointer: z.string(), detail: z.string() })
export type FieldFault = z.infer<typeof FieldFault>

/** The body of an `application/problem+json` answer (RFC 9457); `type` is a URL ending in the slug, `instance` the request's id. */
export const ProblemBody = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().optional(),
  errors: z.array(FieldFault).optional(),
})
export type ProblemBody = z.infer<typeof ProblemBody>

/**
 * A failure the caller may see. `detail` is the public sentence; `cause` stays in the log.
 * `extra` members are added to the body, e.g. `errors` of `invalid-request` or `current` of `already-decided`.
 */
export class Problem extends Error {
  readonly slug: ProblemSlug
  readonly extra: Record<string, unknown>

  constructor(slug: ProblemSlug, detail: string, extra: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'Problem'
    this.slug = slug
    this.extra = extra
  }

  get status(): number {
    return problems[this.slug].status
  }
}

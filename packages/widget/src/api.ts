import type {
  CommentList,
  FieldFault,
  NewComment,
  OwnComment,
  Posted,
  ProblemBody,
  ProblemSlug,
  PublicComment,
  Tombstone,
} from '@tertulia/contract'

/** Why there is no value: a problem the server named, or no sensible answer at all. */
export interface Refusal {
  slug: ProblemSlug | 'unreachable'
  detail: string
  faults: FieldFault[]
  retryAfterSeconds: number
}

export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export interface Replies {
  comments: (PublicComment | Tombstone)[]
  nextCursor: string | null
}

export interface Api {
  list(cursor?: string): Promise<Answer<CommentList>>
  replies(id: string, cursor?: string): Promise<Answer<Replies>>
  comment(id: string): Promise<Answer<PublicComment>>
  own(id: string, receipt: string): Promise<Answer<OwnComment>>
  post(comment: NewComment, secrets: { authorKey: string; idempotencyKey: string }): Promise<Answer<Posted>>
  eventsUrl: string
}

const timeoutMs = 20_000

const unreachable: Refusal = { slug: 'unreachable', detail: '', faults: [], retryAfterSeconds: 0 }

async function refusalOf(response: Response): Promise<Refusal> {
  const body = (await response.json()) as ProblemBody
  const faults = Array.isArray(body.errors) ? body.errors : []
  const retryAfterSeconds = Number(response.headers.get('retry-after')) || Number(body.retryAfter) || 60
  const slug = String(body.type).replace(/.*\//s, '') as ProblemSlug
  // A proxy's error page or an outage names no problem that the reader could do something about.
  return response.status >= 500 ? unreachable : { slug, detail: String(body.detail ?? ''), faults, retryAfterSeconds }
}

/** The public API of one page. `base` is where the widget came from; no other host is ever asked, and no cookie sent. */
export function createApi(options: { base: URL; site: string; page: string; signal: AbortSignal }): Api {
  const pagePath = `v1/sites/${encodeURIComponent(options.site)}/pages/${encodeURIComponent(options.page)}`
  const query = (cursor?: string) => (cursor ? `?cursor=${encodeURIComponent(cursor)}` : '')

  async function ask<T>(path: string, field: string, init: RequestInit = {}): Promise<Answer<T>> {
    try {
      const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)])
      const response = await fetch(new URL(path, options.base), { ...init, credentials: 'omit', signal })
      if (!response.ok) return { ok: false, refusal: await refusalOf(response) }
      const value = await response.json()
      return value?.[field] ? { ok: true, value } : { ok: false, refusal: unreachable }
    } catch {
      return { ok: false, refusal: unreachable }
    }
  }

  return {
    list: (cursor) => ask(`${pagePath}/comments${query(cursor)}`, 'comments'),
    replies: (id, cursor) => ask(`v1/comments/${id}/replies${query(cursor)}`, 'comments'),
    comment: (id) => ask(`v1/comments/${id}`, 'author'),
    own: (id, receipt) => ask(`v1/comments/${id}`, 'status', { headers: { authorization: `Receipt ${receipt}` } }),
    post: (comment, { authorKey, idempotencyKey }) =>
      ask(`${pagePath}/comments`, 'receipt', {
        method: 'POST',
        body: JSON.stringify(comment),
        headers: {
          'content-type': 'application/json',
          authorization: `Author ${authorKey}`,
          'idempotency-key': idempotencyKey,
        },
      }),
    eventsUrl: new URL(`${pagePath}/events`, options.base).href,
  }
}

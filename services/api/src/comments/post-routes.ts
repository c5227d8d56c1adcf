import { getConnInfo } from '@hono/node-server/conninfo'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { submitComment, type Tertulia } from '@tertulia/comments'
import { NewComment, PageKey, Posted, Problem } from '@tertulia/contract'
import { z } from 'zod'
import type { AppEnv } from '../http/app-env.ts'
import { authorKey } from '../http/authorization.ts'
import { endpoint } from '../http/endpoint.ts'
import { type parseProxies, visitorAddress } from '../http/visitor.ts'
import type { PostLimits } from './post-limits.ts'

export interface PostRoutes {
  tertulia: Tertulia
  limits: PostLimits
  proxies: ReturnType<typeof parseProxies>
}

/** What a reader writes. */
export function postRoutes(app: OpenAPIHono<AppEnv>, { tertulia, limits, proxies }: PostRoutes): void {
  endpoint(
    app,
    {
      method: 'post',
      path: '/v1/sites/{site}/pages/{page}/comments',
      summary:
        'Post a comment. `Authorization: Author <key>` ties a guest’s comments together; `Idempotency-Key` makes a retry safe',
      security: 'author',
      params: z.object({ site: z.string(), page: PageKey }),
      body: NewComment,
      answers: {
        201: { description: 'Approved: everybody sees it', schema: Posted },
        202: { description: 'Pending: only the holder of the receipt sees it', schema: Posted },
      },
      problems: [
        'malformed-request',
        'unauthorized',
        'forbidden',
        'not-found',
        'page-closed',
        'too-large',
        'unsupported-media-type',
        'invalid-request',
        'idempotency-mismatch',
        'revise',
        'rate-limited',
      ],
    },
    async ({ c, params, body }) => {
      const site = tertulia.sites.get(params.site)
      const address = visitorAddress(getConnInfo(c).remote.address, c.req.header('x-forwarded-for'), proxies)
      await limits.take(site, address)
      const posted = await submitComment(tertulia, {
        ...params,
        comment: body,
        authorKey: authorKey(c),
        idempotencyKey: idempotencyKey(c.req.header('idempotency-key')),
        address,
      })
      const status = posted.comment.status === 'approved' ? 201 : 202
      return Response.json(posted, { status, headers: { 'cache-control': 'no-store' } })
    },
  )
}

function idempotencyKey(given: string | undefined): string | null {
  if (given === undefined) return null
  if (/^[\x21-\x7e]{8,255}$/.test(given)) return given
  const detail = 'must have 8 to 255 printable ASCII characters, without spaces'
  throw new Problem('invalid-request', `Idempotency-Key ${detail}`, {
    errors: [{ pointer: '#', detail: `Idempotency-Key ${detail}` }],
  })
}

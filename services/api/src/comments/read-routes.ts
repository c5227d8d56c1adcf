import type { OpenAPIHono } from '@hono/zod-openapi'
import {
  approvedComments,
  listComments,
  listReplies,
  ownComment,
  publicComment,
  type Tertulia,
} from '@tertulia/comments'
import { CommentList, Id, ListQuery, OwnComment, PageKey, Problem, PublicComment, Tombstone } from '@tertulia/contract'
import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { answerBytes } from '../http/answer-bytes.ts'
import type { AppEnv } from '../http/app-env.ts'
import { receipt } from '../http/authorization.ts'
import { endpoint } from '../http/endpoint.ts'
import { cachedAnswer, type PageCache } from '../http/page-cache.ts'

/** What a request asks for, host aside: what an answer is kept under. */
const addressOf = (c: Context<AppEnv>): string => c.req.url.slice(c.req.url.indexOf('/', 'https://'.length))

/** Answers what is kept before anything else of the request is looked at: the reader's hot path. */
export const keptPage = (cache: PageCache): MiddlewareHandler<AppEnv> =>
  async function keptPage(c, next) {
    const kept = c.req.method === 'GET' ? cache.peek(addressOf(c)) : undefined
    return kept ? answerBytes(c, kept) : next()
  }

/** What anybody may read, and a comment's author by receipt. */
export function readRoutes(
  app: OpenAPIHono<AppEnv>,
  { tertulia, cache }: { tertulia: Tertulia; cache: PageCache },
): void {
  endpoint(
    app,
    {
      method: 'get',
      path: '/v1/sites/{site}/pages/{page}/comments',
      summary: 'A page’s comments: `limit` top-level ones, each followed by its first 20 replies',
      params: z.object({ site: z.string(), page: PageKey }),
      query: ListQuery,
      answers: {
        200: { description: 'The page, empty if nobody has commented', schema: CommentList },
        304: { description: 'Nothing changed since `If-None-Match`' },
      },
      problems: ['not-found', 'invalid-request'],
    },
    async ({ c, params, query }) => {
      const answer = await cache.get(addressOf(c), async () => {
        const { list, page } = await listComments(tertulia, { ...params, ...query })
        return cachedAnswer(page, JSON.stringify(list))
      })
      return answerBytes(c, answer)
    },
  )

  endpoint(
    app,
    {
      method: 'get',
      path: '/v1/comments/{id}/replies',
      summary: 'The replies anywhere below a comment, oldest first',
      params: z.object({ id: Id }),
      query: ListQuery.pick({ cursor: true }),
      answers: {
        200: {
          description: 'At most 50',
          schema: z.object({
            comments: z.array(z.union([PublicComment, Tombstone])),
            nextCursor: z.string().nullable(),
          }),
        },
      },
      problems: ['not-found', 'invalid-request'],
    },
    async ({ c, params, query }) => {
      const list = await listReplies(tertulia, { ...params, ...query })
      return answerBytes(c, cachedAnswer(null, JSON.stringify(list)))
    },
  )

  endpoint(
    app,
    {
      method: 'get',
      path: '/v1/comments/{id}',
      summary: 'An approved comment; with its receipt, the author’s own whatever its status',
      security: 'receipt',
      params: z.object({ id: Id }),
      answers: { 200: { description: 'The comment', schema: z.union([OwnComment, PublicComment]) } },
      problems: ['not-found'],
    },
    async ({ c, params }) => {
      const given = receipt(c)
      if (given)
        return Response.json(await ownComment(tertulia, { id: params.id, receipt: given }), {
          headers: { 'cache-control': 'no-store' },
        })
      const [row] = await approvedComments(tertulia.db, [params.id])
      if (!row) throw new Problem('not-found', 'There is no such comment.')
      return Response.json(publicComment(row), { headers: { 'cache-control': 'no-cache' } })
    },
  )
}

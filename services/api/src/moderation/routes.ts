import type { OpenAPIHono } from '@hono/zod-openapi'
import {
  decideComment,
  explainPolicy,
  listQueue,
  moderationComment,
  type Tertulia,
  undoDecision,
} from '@tertulia/comments'
import { Decided, Explain, Explained, Id, ModerationComment, NewDecision, Queue, QueueQuery } from '@tertulia/contract'
import { z } from 'zod'
import type { AppEnv } from '../http/app-env.ts'
import { moderator } from '../http/authorization.ts'
import { endpoint } from '../http/endpoint.ts'

const noStore = { headers: { 'cache-control': 'no-store' } }
const ById = z.object({ id: Id })

export interface ModerationRoutes {
  tertulia: Tertulia
  adminKey: string | undefined
}

/** What moderators and admins do, by API key. */
export function moderationRoutes(app: OpenAPIHono<AppEnv>, { tertulia, adminKey }: ModerationRoutes): void {
  // Before anything of the request is read: a stranger learns no more than that a key is needed.
  app.use('/v1/moderation/*', async (c, next) => {
    c.set('moderator', await moderator(c, tertulia, adminKey))
    await next()
  })

  endpoint(
    app,
    {
      method: 'get',
      path: '/v1/moderation/queue',
      summary: 'A site’s comments of one status, oldest first, with what a moderator needs to judge them',
      security: 'moderator',
      query: QueueQuery,
      answers: { 200: { description: 'The queue', schema: Queue } },
      problems: ['unauthorized', 'not-found', 'invalid-request'],
    },
    async ({ c, query }) => Response.json(await listQueue(tertulia, c.get('moderator'), query), noStore),
  )

  endpoint(
    app,
    {
      method: 'get',
      path: '/v1/moderation/comments/{id}',
      summary: 'All of one comment: revisions, verdicts, decisions, the author’s history',
      security: 'moderator',
      params: ById,
      answers: { 200: { description: 'The comment', schema: ModerationComment } },
      problems: ['unauthorized', 'not-found', 'invalid-request'],
    },
    async ({ c, params }) => Response.json(await moderationComment(tertulia, c.get('moderator'), params.id), noStore),
  )

  endpoint(
    app,
    {
      method: 'post',
      path: '/v1/moderation/comments/{id}/decisions',
      summary: 'Approve or reject the revision and status you were shown',
      security: 'moderator',
      params: ById,
      body: NewDecision,
      answers: { 200: { description: 'Decided', schema: Decided } },
      problems: [
        'malformed-request',
        'unauthorized',
        'forbidden',
        'not-found',
        'already-decided',
        'stale-revision',
        'too-large',
        'unsupported-media-type',
        'invalid-request',
      ],
    },
    async ({ c, params, body }) =>
      Response.json(await decideComment(tertulia, c.get('moderator'), { id: params.id, decision: body }), noStore),
  )

  endpoint(
    app,
    {
      method: 'post',
      path: '/v1/moderation/decisions/{id}/undo',
      summary: 'Take back a comment’s newest decision, once, within ten minutes',
      security: 'moderator',
      params: ById,
      answers: { 200: { description: 'Undone', schema: Decided } },
      problems: ['unauthorized', 'forbidden', 'not-found', 'undo-expired', 'stale-revision', 'invalid-request'],
    },
    async ({ c, params }) => Response.json(await undoDecision(tertulia, c.get('moderator'), params), noStore),
  )

  endpoint(
    app,
    {
      method: 'post',
      path: '/v1/moderation/policy/explain',
      summary: 'What the site’s active policy says of a draft, and why; stores nothing',
      security: 'moderator',
      body: Explain,
      answers: { 200: { description: 'The verdicts', schema: Explained } },
      problems: [
        'malformed-request',
        'unauthorized',
        'forbidden',
        'not-found',
        'too-large',
        'unsupported-media-type',
        'invalid-request',
      ],
    },
    async ({ c, body }) => Response.json(await explainPolicy(tertulia, c.get('moderator'), body), noStore),
  )
}

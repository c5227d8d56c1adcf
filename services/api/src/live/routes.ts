import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Tertulia } from '@tertulia/comments'
import { PageKey } from '@tertulia/contract'
import { parsePosition } from '@tertulia/db'
import { z } from 'zod'
import type { AppEnv } from '../http/app-env.ts'
import { endpoint } from '../http/endpoint.ts'
import type { LiveStreams } from './live-streams.ts'

/** The live stream of a page. */
export function liveRoutes(
  app: OpenAPIHono<AppEnv>,
  { tertulia, live }: { tertulia: Tertulia; live: LiveStreams },
): void {
  endpoint(
    app,
    {
      method: 'get',
      path: '/v1/sites/{site}/pages/{page}/events',
      summary: 'What changes on a page, as server-sent events: comment, edit, remove, count',
      params: z.object({ site: z.string(), page: PageKey }),
      answers: {
        200: {
          description: '`Last-Event-ID` is a log position, good on any replica',
          type: 'text/event-stream',
          schema: z.string(),
        },
      },
      problems: ['not-found', 'invalid-request'],
    },
    async ({ c, params }) => {
      const site = tertulia.sites.get(params.site)
      const after = parsePosition(c.req.header('last-event-id') ?? '')
      const stream = await live.open(site.id, params.page, after)
      return new Response(stream as ReadableStream, {
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        },
      })
    },
  )
}

import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Tertulia } from '@tertulia/comments'
import { z } from 'zod'
import type { AppEnv } from '../http/app-env.ts'
import { endpoint } from '../http/endpoint.ts'
import { databaseAnswers } from './queries.ts'

const Health = z.object({ status: z.string() })
const staleAfterMs = 5_000

export interface HealthRoutes {
  tertulia: Tertulia
  /** true once the process has been told to stop */
  isStopping: () => boolean
}

/** `/healthz`: the process runs. `/readyz`: it can serve, now: database, change log, at least one site. */
export function healthRoutes(app: OpenAPIHono<AppEnv>, { tertulia, isStopping }: HealthRoutes): void {
  endpoint(
    app,
    {
      method: 'get',
      path: '/healthz',
      summary: 'The process runs',
      answers: { 200: { description: 'Always', schema: Health } },
    },
    () => Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } }),
  )
  endpoint(
    app,
    {
      method: 'get',
      path: '/readyz',
      summary: 'Requests can be served',
      answers: { 200: { description: 'Ready', schema: Health }, 503: { description: 'Why not', schema: Health } },
    },
    async () => {
      const why = await notReady(tertulia, isStopping())
      return Response.json(
        { status: why ?? 'ready' },
        { status: why ? 503 : 200, headers: { 'cache-control': 'no-store' } },
      )
    },
  )
}

async function notReady(tertulia: Tertulia, stopping: boolean): Promise<string | undefined> {
  if (stopping) return 'stopping'
  if (tertulia.sites.all().length === 0) return 'no site is configured'
  if (performance.now() - tertulia.changes.head.checkedAtMs > staleAfterMs) return 'the change log is not being heard'
  return (await databaseAnswers(tertulia.db)) ? undefined : 'the database does not answer'
}

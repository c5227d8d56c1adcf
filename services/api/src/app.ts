import { randomUUID } from 'node:crypto'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Tertulia } from '@tertulia/comments'
import { Problem } from '@tertulia/contract'
import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import { createPostLimits } from './comments/post-limits.ts'
import { postRoutes } from './comments/post-routes.ts'
import { keptPage, readRoutes } from './comments/read-routes.ts'
import { docsRoutes } from './docs/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { always } from './http/always.ts'
import type { AppEnv } from './http/app-env.ts'
import { cors } from './http/cors.ts'
import { createPageCache } from './http/page-cache.ts'
import { asProblem, problemResponse } from './http/problem-response.ts'
import { parseProxies } from './http/visitor.ts'
import { createLiveStreams } from './live/live-streams.ts'
import { liveRoutes } from './live/routes.ts'
import { moderationRoutes } from './moderation/routes.ts'
import { widgetRoutes } from './widget/routes.ts'

/** A page is served from the cache only while the change log was heard this recently. */
const heardWithinMs = 2_500

export interface AppOptions {
  tertulia: Tertulia
  publicUrl: string
  adminKey?: string | undefined
  trustedProxies?: readonly string[]
  demoOrigins?: readonly string[]
  log: Logger
}

export interface ApiApp {
  fetch: OpenAPIHono<AppEnv>['fetch']
  request: OpenAPIHono<AppEnv>['request']
  hono: OpenAPIHono<AppEnv>
  /** Ends open streams and turns readiness off; the rest goes on until the server closes. */
  stop(): void
}

/** The API: its routes on one Hono app, with the page cache and live streams that follow the change log. */
export async function createApp(options: AppOptions): Promise<ApiApp> {
  const { tertulia, publicUrl, log, demoOrigins = [] } = options
  const app = new OpenAPIHono<AppEnv>()
  const cache = createPageCache(() => performance.now() - tertulia.changes.head.checkedAtMs < heardWithinMs)
  const live = createLiveStreams(tertulia)
  let stopping = false

  const unfollow = await tertulia.changes.follow(async (changes) => {
    const seen = changes.filter((change) => change.public)
    for (const change of seen) {
      if (change.page) cache.invalidate(change.page)
      else cache.clear()
    }
    await live.broadcast(seen)
  })

  app.use('/v1/sites/:site/pages/:page/comments', keptPage(cache))
  app.use(async function everyAnswer(c, next) {
    c.set('requestId', randomUUID())
    await next()
    for (const [name, value] of Object.entries(always)) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  })
  app.use(cors({ sites: tertulia.sites, publicUrl, demoOrigins }))

  readRoutes(app, { tertulia, cache })
  postRoutes(app, { tertulia, limits: createPostLimits(), proxies: parseProxies(options.trustedProxies ?? []) })
  liveRoutes(app, { tertulia, live })
  moderationRoutes(app, { tertulia, adminKey: options.adminKey })
  healthRoutes(app, { tertulia, isStopping: () => stopping })
  docsRoutes(app, { publicUrl })
  widgetRoutes(app)

  app.notFound(() => {
    throw new Problem('not-found', 'There is nothing at this address.')
  })
  app.onError((error, c) => {
    const problem = asProblem(
      error instanceof HTTPException
        ? new Problem('malformed-request', 'The request could not be read.', {}, { cause: error })
        : error,
    )
    const requestId = c.get('requestId') ?? randomUUID()
    if (problem.status >= 500) log.error({ requestId, route: c.req.method, err: problem.cause }, problem.message)
    return problemResponse(problem, { publicUrl, requestId })
  })

  return {
    hono: app,
    fetch: app.fetch,
    request: app.request.bind(app),
    stop() {
      stopping = true
      unfollow()
      live.closeAll()
    },
  }
}

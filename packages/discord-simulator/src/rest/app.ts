import { setTimeout as delay } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { createFaults } from '../faults.ts'
import type { DiscordState } from '../state/discord.ts'
import { describeUnknownRoute } from '../validation/known-routes.ts'
import { createCall } from './call.ts'
import { commandRoutes } from './commands.ts'
import { DiscordError, notFound, unauthorized } from './discord-error.ts'
import { guildRoutes } from './guilds.ts'
import { interactionRoutes } from './interactions.ts'
import { messageRoutes } from './messages.ts'
import { type RateLimits, rateLimitHeaders } from './rate-limit.ts'
import { readBody } from './request-body.ts'
import type { RequestLog } from './request-log.ts'
import type { Call, Reply, Route, SimRequest } from './route.ts'
import { userRoutes } from './users.ts'
import { webhookRoutes } from './webhooks.ts'

export const routes: Route[] = [
  ...userRoutes,
  ...guildRoutes,
  ...messageRoutes,
  ...commandRoutes,
  ...interactionRoutes,
  ...webhookRoutes,
]

export interface RestDeps {
  state: DiscordState
  limits: RateLimits
  faults: ReturnType<typeof createFaults>
  log: RequestLog
  token: string
  gatewayUrl: () => string
  sessionStartLimit: Call['sessionStartLimit']
}

type Ctx = Context<{ Bindings: HttpBindings }>
const globalLimit = { max: 50, windowMs: 1_000 }
const routeLimit = { max: 50, windowMs: 1_000 }

/** REST as under https://discord.com/api/v10, mounted by the caller. */
export function createRest(deps: RestDeps) {
  const app = new Hono<{ Bindings: HttpBindings }>()

  async function serve(c: Ctx, route?: Route): Promise<Response> {
    const path = new URL(c.req.url).pathname.replace(/^\/api(\/v\d+)?/, '')
    const { method } = c.req
    const entry = deps.log.begin({
      atMs: deps.state.now(),
      method,
      route: route?.path ?? path,
      path,
      body: undefined,
      status: 0,
      valid: true,
      warnings: [],
    })
    const effect = deps.faults.strike(entry)
    if (effect === 'reset-before') return reset(c, entry)
    if (typeof effect === 'object' && 'status' in effect) {
      deps.log.end(entry, { status: effect.status })
      const text = typeof effect.body === 'string'
      const type = { 'content-type': text ? 'text/html' : 'application/json' }
      const body = text
        ? (effect.body as string)
        : JSON.stringify(effect.body ?? { message: 'Scripted fault', code: 0 })
      return new Response(effect.status === 204 ? null : body, {
        status: effect.status,
        headers: { ...type, ...effect.headers },
      })
    }
    if (typeof effect === 'object') await delay(effect.delayMs)
    const response = await answer(c, entry, route)
    return effect === 'reset-after' ? reset(c, entry) : response
  }

  function reset(c: Ctx, entry: SimRequest): Response {
    deps.log.end(entry, { status: 0 })
    c.env.incoming.socket.destroy()
    return new Response(null, { status: 499 })
  }

  async function answer(c: Ctx, entry: SimRequest, route?: Route): Promise<Response> {
    const headers: Record<string, string> = {}
    try {
      const { status = 200, body } = await handle(c, entry, headers, route)
      deps.log.end(entry, { status })
      return body === undefined
        ? new Response(null, { status, headers })
        : c.json(body as object, status as 200, headers)
    } catch (error) {
      if (!(error instanceof DiscordError)) throw error
      deps.log.end(entry, { status: error.status, code: error.code })
      return c.json(error.body, error.status as 400, { ...headers, ...error.headers })
    }
  }

  async function handle(c: Ctx, entry: SimRequest, headers: Record<string, string>, route?: Route): Promise<Reply> {
    const { body, files } = await readBody(c)
    entry.body = body
    const { state, limits } = deps
    const params = c.req.param() as Record<string, string>
    const given = { state, limits, params, body, files, query: new URL(c.req.url).searchParams }
    const { call, checked } = createCall(
      { ...given, gatewayUrl: deps.gatewayUrl(), sessionStartLimit: deps.sessionStartLimit },
      entry,
      deps.log,
    )
    if (!route) {
      call.report({ kind: 'unknown-route', message: describeUnknownRoute(entry.method, entry.path) })
      throw notFound()
    }
    if (route.auth === 'bot' && c.req.header('authorization') !== `Bot ${deps.token}`) throw unauthorized()
    if (route.limit !== 'none') limit(route, params, headers)
    const reply = await route.handle(call)
    if (body !== undefined && !checked())
      call.report({
        kind: 'unchecked-body',
        message: 'This route of the simulator takes no body, or forgot to check it',
      })
    return reply
  }

  function limit(route: Route, params: Record<string, string>, headers: Record<string, string>): void {
    const { max, windowMs } = route.limit && route.limit !== 'none' ? route.limit : routeLimit
    const major = params.token ?? params.channel ?? params.guild ?? ''
    const bucket = deps.limits.take(`${route.method} ${route.path} ${major}`, max, windowMs)
    Object.assign(headers, rateLimitHeaders(bucket, deps.state.now()))
    // Interaction and webhook routes do not count towards the bot's 50 a second.
    const global = route.auth === 'bot' ? deps.limits.take('global', globalLimit.max, globalLimit.windowMs) : bucket
    const refused = bucket.ok ? (global.ok ? undefined : global) : bucket
    if (!refused) return
    const retryAfter = refused.resetAfterMs / 1000
    const isGlobal = refused !== bucket
    throw new DiscordError(429, 0, 'You are being rate limited.', {
      extra: { retry_after: retryAfter, global: isGlobal },
      headers: {
        'retry-after': String(Math.ceil(retryAfter)),
        'x-ratelimit-scope': isGlobal ? 'global' : 'user',
        ...(isGlobal && { 'x-ratelimit-global': 'true' }),
      },
    })
  }

  for (const route of routes) app.on(route.method, route.path, (c) => serve(c, route))
  app.all('*', (c) => serve(c))
  return app
}

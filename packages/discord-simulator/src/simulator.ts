import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { createActor, type SimActor, type SimMessage } from './actor/actor.ts'
import { createFaults, type FaultRule } from './faults.ts'
import { createGateway, type Gateway } from './gateway/gateway.ts'
import { listen } from './listen.ts'
import { createPage } from './page/page.ts'
import { createRest } from './rest/app.ts'
import { createRateLimits } from './rest/rate-limit.ts'
import { createRequestLog } from './rest/request-log.ts'
import type { SimRequest, Violation } from './rest/route.ts'
import { createDiscordState } from './state/discord.ts'
import { waitFor } from './state/feed.ts'
import type { World } from './world.ts'

export interface SimulatorOptions {
  /** 0, the default, takes one from the kernel; a port that is taken makes way for the next free one. */
  port?: number
  /** Milliseconds; the 3 s and 15 min windows, ids and timestamps follow it. */
  now?: () => number
  world?: Partial<World>
  /** Discord's rate limits; `false` lets everything through. */
  rateLimits?: boolean
}

export interface Simulator {
  /** The page, http://127.0.0.1:PORT */
  url: string
  /** What the bot is given as Discord's REST address. */
  apiUrl: string
  token: string
  /** Changing it, say a channel's overwrites, takes effect at once. */
  world: World
  /** Present state, oldest first, without what only one member sees. */
  messages(channelId?: string): SimMessage[]
  requests: SimRequest[]
  violations: Violation[]
  as(userId: string): SimActor
  /** Scripts a fault; the answer takes it away again. */
  fault(rule: FaultRule): () => void
  gateway: Pick<Gateway, 'online' | 'op7' | 'op9' | 'drop' | 'closeWith'>
  waitFor<T>(check: () => T | undefined | false | null, what: string, timeoutMs?: number): Promise<T>
  close(): Promise<void>
}

/** Starts a Discord on 127.0.0.1: REST, gateway and the page. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, now = Date.now, world, rateLimits = true } = options
  const state = createDiscordState({ now, ...(world && { world }) })
  const token = `${Buffer.from(state.world.application.id).toString('base64url')}.${randomBytes(4).toString('hex')}.${randomBytes(20).toString('base64url')}`
  const log = createRequestLog(state.feed)
  const faults = createFaults()
  let origin = ''
  const gatewayUrl = () => `${origin.replace('http', 'ws')}/gateway`
  const gateway = createGateway({ state, token, url: gatewayUrl })
  const as = (userId: string) => createActor(state, userId, state.world.channels[0]?.id ?? '')

  const app = new Hono<{ Bindings: HttpBindings }>()
  const limits = createRateLimits(now, rateLimits)
  const rest = createRest({
    state,
    limits,
    faults,
    log,
    token,
    gatewayUrl,
    sessionStartLimit: gateway.sessionStartLimit,
  })
  app.route('/api/v10', rest)
  app.route('/api', rest)
  app.route('/', createPage({ state, log, gateway, as, origin: () => origin }))

  const server = createAdaptorServer({ fetch: app.fetch })
  gateway.listen(server as Parameters<Gateway['listen']>[0])
  await listen(server, port)
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  state.attachments.servedFrom(origin)

  return {
    url: origin,
    apiUrl: `${origin}/api`,
    token,
    world: state.world,
    messages: (channelId) =>
      state.messages
        .all()
        .filter((message) => !message.ephemeralTo && (!channelId || message.json.channel_id === channelId))
        .map((message) => message.json),
    requests: log.requests,
    violations: log.violations,
    as,
    fault: faults.add,
    gateway,
    waitFor: (check, what, timeoutMs) => waitFor(state.feed, check, what, timeoutMs),
    close: () =>
      new Promise((resolve) => {
        gateway.close()
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

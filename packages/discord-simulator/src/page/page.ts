import { type Context, Hono } from 'hono'
import type { SimActor } from '../actor/actor.ts'
import type { InteractionOutcome } from '../actor/outcome.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { RequestLog } from '../rest/request-log.ts'
import type { DiscordState } from '../state/discord.ts'
import { assets } from './assets.ts'
import { followChanges } from './events.ts'
import { guard, headers } from './guard.ts'
import { pageState } from './page-state.ts'

export interface PageDeps {
  state: DiscordState
  log: RequestLog
  gateway: Gateway
  as: (userId: string) => SimActor
  origin: () => string
}

type Body = Record<string, unknown>

/** The page and the few endpoints only it calls. */
export function createPage(deps: PageDeps): Hono {
  const { state, as } = deps
  const app = new Hono()
  app.use(headers)
  app.use(guard(deps.origin))

  const act = (path: string, action: (actor: SimActor, body: Body) => unknown) =>
    app.post(path, async (c) => {
      try {
        const body = (await c.req.json()) as Body
        return c.json(plain(await action(as(String(body.as)), body)))
      } catch (error) {
        return c.json({ error: (error as Error).message }, 400)
      }
    })

  act('/page/press', (actor, body) =>
    actor.press(String(body.customId), String(body.messageId), { values: (body.values as string[] | undefined) ?? [] }),
  )
  act('/page/modal', (actor, body) => {
    const modal = state.interactions.byId(String(body.interactionId))?.modal
    if (!modal) throw new Error('This form is not open any more')
    return actor.submitModal(modal, body.values as Record<string, string | string[]>)
  })
  act('/page/command', (actor, body) => actor.command(String(body.name), body.options as Body))
  act('/page/dismiss', (actor, body) => actor.dismiss(String(body.messageId)))
  act('/page/delete', (actor, body) => actor.deleteMessage(String(body.messageId)))

  app.get('/page/state', (c) => c.json(pageState(deps, c.req.query('as'))))
  app.get('/page/events', (c) => followChanges(c, state.feed))
  app.get('/attachments/:id/:name', (c) => {
    const file = state.attachments.get(c.req.param('id'))
    if (!file) return c.notFound()
    return c.body(file.bytes as Uint8Array<ArrayBuffer>, 200, {
      'content-type': file.type,
      'content-disposition': 'attachment',
    })
  })
  for (const [path, { type, text }] of assets)
    app.get(path, (c: Context) => c.body(text, 200, { 'content-type': type }))
  return app
}

/** An outcome without its promise, which JSON cannot carry. */
const plain = (outcome: unknown) => ({ ...(outcome as InteractionOutcome | undefined), settled: undefined })

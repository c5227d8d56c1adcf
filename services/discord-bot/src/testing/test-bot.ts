import { randomUUID } from 'node:crypto'
import { openTertulia, type Tertulia } from '@tertulia/comments'
import { addSite, type Draft, post } from '@tertulia/comments/testing'
import type { Db } from '@tertulia/db'
import { test as base } from '@tertulia/db/testing'
import { type SimMessage, type Simulator, startSimulator } from '@tertulia/discord-simulator'
import { pino } from 'pino'
import { expect } from 'vitest'
import { type Bot, createBot } from '../bot.ts'
import { shortId } from '../custom-id.ts'

const secret = randomUUID()

/** A running bot between this Tertulia and this Discord. */
export async function startBot(tertulia: Tertulia, sim: Simulator): Promise<Bot> {
  const bot = createBot({ tertulia, token: sim.token, api: sim.apiUrl, log: pino({ level: 'silent' }) })
  await bot.start()
  return bot
}

/**
 * vitest's `test` with, for each test, a Tertulia with one site, a Discord without rate limits, and a bot between them.
 * `clock.skewMs` moves the time of all three. Afterwards every request must have been one that Discord takes.
 */
export const test = base
  .extend('clock', async () => ({ skewMs: 0 }))
  .extend('tertulia', async ({ databaseUrl, clock }, { onCleanup }) => {
    const tertulia = await openTertulia({ databaseUrl, secret, now: () => new Date(Date.now() + clock.skewMs) })
    onCleanup(() => tertulia.close())
    return tertulia
  })
  .extend('site', async ({ tertulia }) => addSite(tertulia))
  .extend('sim', async ({ clock }, { onCleanup }) => {
    const sim = await startSimulator({ now: () => Date.now() + clock.skewMs, rateLimits: false })
    onCleanup(async () => {
      await sim.close()
      expect(sim.violations).toEqual([])
    })
    return sim
  })
  .extend('bot', async ({ tertulia, site: _, sim }, { onCleanup }) => {
    const bot = await startBot(tertulia, sim)
    onCleanup(() => bot.stop())
    return bot
  })
  .extend('held', async ({ tertulia, site, sim, bot: _ }) => {
    /** A comment that the test policy holds, and its card. */
    return async (draft: Partial<Draft> = {}) => {
      const { comment } = await post(tertulia, { site, text: 'Please hold this.', ...draft })
      const card = await sim.waitFor(() => cardOf(sim, comment.id), 'the card of a held comment')
      return { id: comment.id, card }
    }
  })

/** The message whose buttons speak of this comment. */
export const cardOf = (sim: Simulator, comment: string): SimMessage | undefined =>
  sim.messages().find((message) => JSON.stringify(message.components).includes(shortId(comment)))

export const messageNow = (sim: Simulator, { id }: SimMessage): SimMessage | undefined =>
  sim.messages().find((message) => message.id === id)

/** Everything that a message says and offers, a line each. */
export function textOf(message: SimMessage | undefined): string {
  const texts: string[] = message?.content ? [message.content] : []
  JSON.stringify(message?.components ?? [], (key, value) => {
    if (key === 'content') texts.push(value)
    if (key === 'label') texts.push(`[${value}]`)
    return value
  })
  return texts.join('\n')
}

export const cardRow = (db: Db, comment: string) =>
  db
    .selectFrom('card')
    .select(['message', 'shown', 'wanted', 'dead_reason', 'generation'])
    .where('comment', '=', comment)
    .executeTakeFirst()

/** How often the bot made such a request. */
export const count = (sim: Simulator, method: string, route: string): number =>
  sim.requests.filter((request) => request.method === method && request.route === route).length

export const routes = {
  messages: '/channels/:channel/messages',
  message: '/channels/:channel/messages/:message',
  callback: '/interactions/:interaction/:token/callback',
} as const

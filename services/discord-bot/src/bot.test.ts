import { post } from '@tertulia/comments/testing'
import { people } from '@tertulia/discord-simulator'
import { pino } from 'pino'
import { describe, expect, vi } from 'vitest'
import { createBot } from './bot.ts'
import { claimCards } from './cards/claim/claim-cards.ts'
import { RefusedByDiscord } from './gateway/connect.ts'
import { cardOf, cardRow, count, messageNow, routes, startBot, test, textOf } from './testing/test-bot.ts'

const log = pino({ level: 'silent' })

describe('starting', () => {
  test('with a token that Discord refuses ends in a sentence that says what to do', async ({ tertulia, sim }) => {
    const bot = createBot({ tertulia, token: 'MTAw.no.no', api: sim.apiUrl, log })
    await expect(bot.start()).rejects.toThrow(RefusedByDiscord)
    await expect(bot.start()).rejects.toThrow(/set DISCORD_TOKEN/)
  })

  test('waits for a Discord that is not there yet', async ({ tertulia, site, sim }) => {
    sim.fault({ method: 'GET', route: '/gateway/bot', times: 2, effect: { status: 503 } })
    const bot = await startBot(tertulia, sim)
    const { comment } = await post(tertulia, { site, text: 'hold' })
    await sim.waitFor(() => cardOf(sim, comment.id), 'the card')
    await bot.stop()
  })

  test('can be given up while it waits', async ({ tertulia, sim }) => {
    sim.fault({ method: 'GET', route: '/gateway/bot', effect: { status: 503 } })
    const bot = createBot({ tertulia, token: sim.token, api: sim.apiUrl, log })
    const starting = bot.start()
    await sim.waitFor(() => count(sim, 'GET', '/gateway/bot') >= 2, 'the first try')
    await bot.stop()
    await expect(starting).rejects.toThrow(/abort/i)
  })
})

describe('running', () => {
  test('survives a cut line, and answers the next press', async ({ sim, held }) => {
    const { card } = await held()
    for (const trouble of [() => sim.gateway.drop(), () => sim.gateway.op7()]) {
      trouble()
      await sim.waitFor(() => sim.gateway.online === 0, 'the line to be cut')
      await sim.waitFor(() => sim.gateway.online === 1, 'the line to be back')
    }
    expect((await sim.as(people.ana).press('Approve', card)).kind).toBe('update')
  })

  test('ends when Discord revokes the token, on the line or in an answer', async ({ tertulia, site, sim }) => {
    const onRefused = vi.fn()
    const first = createBot({ tertulia, token: sim.token, api: sim.apiUrl, log, onRefused })
    await first.start()
    sim.gateway.closeWith(4004)
    await expect.poll(() => onRefused.mock.calls).toEqual([[expect.any(RefusedByDiscord)]])
    await first.stop()

    const second = createBot({ tertulia, token: sim.token, api: sim.apiUrl, log, onRefused })
    await second.start()
    const body = { message: '401: Unauthorized', code: 0 }
    sim.fault({ method: 'POST', route: routes.messages, times: 1, effect: { status: 401, body } })
    await post(tertulia, { site, text: 'hold' })
    await expect.poll(() => onRefused.mock.calls.length).toBe(2)
    await second.stop()
  })

  test('beside a second bot draws each card once and decides each press once', async ({
    tertulia,
    site,
    sim,
    db,
    databaseUrl,
  }) => {
    const start = async () => {
      const bot = createBot({
        tertulia,
        token: sim.token,
        api: sim.apiUrl,
        log,
        claim: claimCards({ databaseUrl, log }),
      })
      await bot.start()
      return bot
    }
    const [old, fresh] = [await start(), await start()]
    const { comment } = await post(tertulia, { site, text: 'hold' })
    const card = await sim.waitFor(() => cardOf(sim, comment.id), 'the card')
    expect((await sim.as(people.ana).press('Approve', card)).kind).toBe('update')
    await expect.poll(() => cardRow(db, comment.id)).toMatchObject({ shown: 2, wanted: 2 })
    await old.stop()

    const other = await post(tertulia, { site, text: 'hold' })
    const next = await sim.waitFor(() => cardOf(sim, other.comment.id), 'the second bot to draw')
    expect((await sim.as(people.ana).press('Spam', next)).kind).toBe('update')
    expect(textOf(messageNow(sim, card))).toMatch(/^\*\*Approved\*\* by Ana/)
    expect(sim.messages()).toHaveLength(2)
    const decisions = await db.selectFrom('decision').select('id').where('site', '=', site.id).execute()
    expect(decisions).toHaveLength(2)
    await fresh.stop()
  })
})

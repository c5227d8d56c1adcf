import { decideComment, type Tertulia, undoDecision } from '@tertulia/comments'
import { addSite, moderatorNamed, post } from '@tertulia/comments/testing'
import type { Db } from '@tertulia/db'
import { people, startSimulator } from '@tertulia/discord-simulator'
import { describe, expect } from 'vitest'
import { cardOf, cardRow, count, messageNow, routes, startBot, test, textOf } from '../testing/test-bot.ts'

const zoe = moderatorNamed('Zoe')
const decide = (
  tertulia: Tertulia,
  id: string,
  action: 'approve' | 'reject' = 'approve',
  seen: 'pending' | 'approved' = 'pending',
) => decideComment(tertulia, zoe, { id, decision: { action, revision: 1, seen, tellAuthor: false, reason: 'abuse' } })

const caughtUp = (db: Db, comment: string) =>
  expect
    .poll(
      async () => {
        const row = await cardRow(db, comment)
        return row && row.shown === row.wanted && row.dead_reason === null
      },
      { timeout: 5_000 },
    )
    .toBe(true)

describe('cards', () => {
  test('appear for what is held, with the comment as it is and nothing of its author’s that formats or mentions', async ({
    tertulia,
    site,
    sim,
    db,
    held,
  }) => {
    const parent = await post(tertulia, { site, name: 'Ana', text: 'What *happened*?' })
    const text =
      '**Hold** @everyone <@100000000000000031> [bank](https://evil.example) http://a.example http://b.example'
    const { id, card } = await held({ text, name: 'Eve **Admin**', parentId: parent.comment.id })
    expect(textOf(card).split('\n')).toEqual([
      '**Eve \\*\\*Admin\\*\\*** on [/post](https://blog.example/post)',
      expect.stringMatching(/^-# first comment · <t:\d+:R>$/),
      '-# In reply to **Ana**: What \\*happened\\*?',
      '> \\*\\*Hold\\*\\* @\u200beveryone \\<@100000000000000031> \\[bank\\](hxxps\\://evil\\[.\\]example) hxxp\\://a\\[.\\]example hxxp\\://b\\[.\\]example',
      '**Why held**',
      expect.stringMatching(/^- .*abuse \+3 \(held-word\): “Hold”$|^- .*spam \+3 \(many-links\)/),
      expect.stringMatching(/^- /),
      '[Approve]',
      '[Reject…]',
      '[Spam]',
    ])
    await caughtUp(db, id)
    expect(sim.messages()).toHaveLength(1)
  })

  test('do not appear for what is approved at once', async ({ tertulia, site, sim, held }) => {
    const { comment } = await post(tertulia, { site, text: 'Lovely weather.' })
    await held()
    expect(cardOf(sim, comment.id)).toBeUndefined()
  })

  test('follow what is decided elsewhere; two decisions meanwhile make one edit', async ({
    tertulia,
    sim,
    db,
    held,
  }) => {
    const { id, card } = await held()
    await caughtUp(db, id)
    const slow = sim.fault({ method: 'POST', route: routes.messages, times: 1, effect: { delayMs: 400 } })
    const busy = held()
    await expect.poll(() => count(sim, 'POST', routes.messages), { interval: 5 }).toBe(2)
    await decide(tertulia, id)
    await decide(tertulia, id, 'reject', 'approved')
    await busy
    await sim.waitFor(
      () => textOf(messageNow(sim, card)).startsWith('**Rejected** by Zoe (abuse)'),
      'the card to follow',
    )
    await caughtUp(db, id)
    expect(count(sim, 'PATCH', routes.message)).toBe(1)
    slow()
  })

  test('lose their Undo when its ten minutes are over', async ({ tertulia, sim, clock, held }) => {
    const { id, card } = await held()
    await decide(tertulia, id)
    await sim.waitFor(() => textOf(messageNow(sim, card)).includes('[Undo]'), 'the card to follow')
    clock.skewMs = 10 * 60_000 + 1
    await held()
    await sim.waitFor(() => !textOf(messageNow(sim, card)).includes('[Undo]'), 'Undo to lapse')
    expect(textOf(messageNow(sim, card))).toMatch(/^\*\*Approved\*\* by Zoe/)
  })

  test('come back when a decision made before they were posted is undone', async ({ tertulia, site, sim, db, bot }) => {
    await bot.stop()
    const { comment } = await post(tertulia, { site, text: 'hold' })
    const { decision } = await decide(tertulia, comment.id)
    const next = await startBot(tertulia, sim)
    await caughtUp(db, comment.id)
    expect(sim.messages()).toEqual([])
    await undoDecision(tertulia, zoe, { id: decision.id })
    await sim.waitFor(() => cardOf(sim, comment.id), 'the card')
    await next.stop()
  })

  test('are made at start-up for comments that came when the site had no channel', async ({ tertulia, site, sim }) => {
    const { discord: _, ...silent } = site
    tertulia.sites.replace([silent])
    const { comment } = await post(tertulia, { site: silent, text: 'hold' })
    tertulia.sites.replace([site])
    const bot = await startBot(tertulia, sim)
    await sim.waitFor(() => cardOf(sim, comment.id), 'the card')
    await bot.stop()
  })
})

describe('when Discord fails', () => {
  test('a post whose answer was lost makes one message', async ({ sim, db, held }) => {
    sim.fault({ method: 'POST', route: routes.messages, times: 1, effect: 'reset-after' })
    const { id, card } = await held()
    await caughtUp(db, id)
    expect(await cardRow(db, id)).toMatchObject({ message: card.id })
    expect(sim.messages()).toHaveLength(1)
  })

  test('the message of a lost answer is found long after, though decided meanwhile', async ({
    tertulia,
    sim,
    db,
    held,
    bot,
  }) => {
    const { id, card } = await held()
    await caughtUp(db, id)
    await bot.stop()
    const longAgo = new Date(Date.now() - 3_600_000)
    await db
      .updateTable('card')
      .set({ message: null, shown: 0, posted_at: longAgo })
      .where('comment', '=', id)
      .execute()
    await decide(tertulia, id)
    const next = await startBot(tertulia, sim)
    await sim.waitFor(() => textOf(messageNow(sim, card)).startsWith('**Approved** by Zoe'), 'the card to be found')
    expect(sim.messages()).toHaveLength(1)
    await next.stop()
  })

  test('a passing fault is waited out', async ({ sim, db, held }) => {
    sim.fault({ method: 'POST', route: routes.messages, times: 2, effect: { status: 502 } })
    const { id } = await held()
    await caughtUp(db, id)
  })

  test('the posts of one channel wait for Discord’s limit, and edits do not wait with them', async ({
    tertulia,
    site,
    clock,
    db,
  }) => {
    const sim = await startSimulator({ now: () => Date.now() + clock.skewMs })
    const posted: string[] = []
    for (let n = 0; n < 7; n++) posted.push((await post(tertulia, { site, text: 'hold' })).comment.id)
    const bot = await startBot(tertulia, sim)
    const first = await sim.waitFor(() => sim.messages().length === 5 && cardOf(sim, posted[0]!), 'five cards')
    await decide(tertulia, posted[0]!)
    await sim.waitFor(() => textOf(messageNow(sim, first)).startsWith('**Approved**'), 'the edit')
    expect(sim.messages()).toHaveLength(5)
    await sim.waitFor(() => sim.messages().length === 7, 'the others', 10_000)
    for (const id of posted) await caughtUp(db, id)
    expect(sim.requests.filter(({ status }) => status === 429)).toEqual([])
    expect(sim.violations).toEqual([])
    await bot.stop()
    await sim.close()
  })

  test('a channel the bot may not see is given up with the reason, and tried again at the next start', async ({
    tertulia,
    site,
    sim,
    db,
    bot,
    held,
  }) => {
    const { id } = await held()
    await caughtUp(db, id)
    const channel = sim.world.channels[0]!
    const { overwrites } = channel
    channel.overwrites = []
    channel.overwrites = overwrites.filter((one) => one.id !== '100000000000000012')
    const { comment } = await post(tertulia, { site, text: 'hold' })
    await expect
      .poll(() => cardRow(db, comment.id))
      .toMatchObject({ message: null, dead_reason: expect.stringContaining('Give its role "View Channel"') })
    const requests = count(sim, 'POST', routes.messages)
    await post(tertulia, { site, text: 'hold' })
    await bot.stop()
    expect(count(sim, 'POST', routes.messages)).toBe(requests)
    channel.overwrites = overwrites
    const next = await startBot(tertulia, sim)
    await sim.waitFor(() => cardOf(sim, comment.id), 'the card')
    await caughtUp(db, comment.id)
    await next.stop()
  })

  test('a card that a person deleted is posted anew when it changes while pending', async ({
    tertulia,
    sim,
    db,
    held,
  }) => {
    const { id, card } = await held()
    await caughtUp(db, id)
    sim.as(people.bot).deleteMessage(card.id)
    await db.updateTable('card').set({ wanted: 2 }).where('comment', '=', id).execute()
    const { id: other, card: otherCard } = await held()
    const anew = await sim.waitFor(() => cardOf(sim, id), 'a new card')
    expect(anew.id).not.toBe(card.id)
    await caughtUp(db, id)
    expect(await cardRow(db, id)).toMatchObject({ message: anew.id, generation: 2 })

    sim.as(people.bot).deleteMessage(otherCard.id)
    await decide(tertulia, other)
    await caughtUp(db, other)
    expect(cardOf(sim, other)).toBeUndefined()
  })

  test('a channel that was emptied gets its pending cards back at the next start', async ({
    tertulia,
    sim,
    clock,
    db,
    bot,
    held,
  }) => {
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.push((await held()).id)
    const { id: done } = await held()
    await decide(tertulia, done)
    for (const id of [...ids, done]) await caughtUp(db, id)
    await bot.stop()
    const emptied = await startSimulator({ now: () => Date.now() + clock.skewMs, rateLimits: false })
    const next = await startBot(tertulia, emptied)
    await emptied.waitFor(() => ids.every((id) => cardOf(emptied, id)), 'the cards of what is pending')
    for (const id of ids) await caughtUp(db, id)
    expect(emptied.messages()).toHaveLength(3)
    expect(emptied.violations).toEqual([])
    expect(sim.messages()).toHaveLength(4)
    await next.stop()
    await emptied.close()
  })
})

test('cards stay within their sites: another Tertulia’s are not touched', async ({ tertulia, sim, db, held, site }) => {
  const elsewhere = await addSite(tertulia)
  const { comment } = await post(tertulia, { site: elsewhere, text: 'hold' })
  await held()
  await sim.waitFor(() => cardOf(sim, comment.id), 'the card of the second site')
  tertulia.sites.replace([site])
  await decide(tertulia, comment.id)
  await held()
  expect(await cardRow(db, comment.id)).toMatchObject({ shown: 1, wanted: 2 })
})

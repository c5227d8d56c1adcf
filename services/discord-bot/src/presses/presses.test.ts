import { type Decide, decideComment, type Tertulia } from '@tertulia/comments'
import { moderatorNamed } from '@tertulia/comments/testing'
import type { Db } from '@tertulia/db'
import { people, type SimMessage } from '@tertulia/discord-simulator'
import { describe, expect } from 'vitest'
import { cardOf, cardRow, count, messageNow, routes, startBot, test, textOf } from '../testing/test-bot.ts'

const approve: Decide['decision'] = { action: 'approve', revision: 1, seen: 'pending', tellAuthor: false }
const elsewhere = (tertulia: Tertulia, id: string) =>
  decideComment(tertulia, moderatorNamed('Zoe'), { id, decision: approve })

const decisionsOf = (db: Db, comment: string) =>
  db
    .selectFrom('decision')
    .select([
      'action',
      'to_status as to',
      'reason',
      'note',
      'tell_author as tell',
      'actor_id as actor',
      'actor_name as name',
    ])
    .where('comment', '=', comment)
    .orderBy('created_at')
    .execute()

const statusOf = async (db: Db, comment: string) =>
  (await db.selectFrom('comment').select('status').where('id', '=', comment).executeTakeFirst())?.status

const decided = { reason: null, note: null, tell: false }
const buttons = (card: SimMessage | undefined) => textOf(card).match(/\[.*\]$/gm)

describe('pressing', () => {
  test('Approve publishes the comment and leaves one line with Undo, all in one answer', async ({ sim, db, held }) => {
    const { id, card } = await held()
    await expect.poll(() => cardRow(db, id)).toMatchObject({ message: card.id, shown: 1 })
    sim.fault({ method: 'POST', route: routes.callback, times: 1, effect: { delayMs: 300 } })
    const outcome = await sim.as(people.ana).press('Approve', card)
    expect(outcome.kind).toBe('update')
    expect(textOf(outcome.message)).toMatch(
      /^\*\*Approved\*\* by Ana <t:\d+:R>\n-# \*\*Ana\*\* on \[\/post\]\(https:\/\/blog.example\/post\)\n\[Undo\]$/,
    )
    expect(await decisionsOf(db, id)).toEqual([
      { ...decided, action: 'approve', to: 'approved', actor: `discord:${people.ana}`, name: 'Ana' },
    ])
    await expect.poll(() => cardRow(db, id)).toMatchObject({ message: card.id, shown: 2, wanted: 2 })
    expect(count(sim, 'PATCH', routes.message)).toBe(0)
  })

  test('Spam rejects at once', async ({ sim, db, held }) => {
    const { id, card } = await held()
    const outcome = await sim.as(people.carmen).press('Spam', card)
    expect(textOf(outcome.message)).toMatch(/^\*\*Rejected\*\* by Carmen \(spam\) <t:\d+:R>/)
    expect(await decisionsOf(db, id)).toEqual([
      {
        ...decided,
        action: 'reject',
        to: 'rejected',
        reason: 'spam',
        actor: `discord:${people.carmen}`,
        name: 'Carmen',
      },
    ])
  })

  test('Reject asks for a reason in the presser’s language, and keeps note and wish to tell', async ({
    sim,
    db,
    held,
  }) => {
    const { id, card } = await held()
    const { kind, modal } = await sim.as(people.bruno).press('Reject…', card)
    expect(kind).toBe('modal')
    expect(modal?.title).toBe('Rejeitar este comentário')
    const outcome = await sim
      .as(people.bruno)
      .submitModal(modal!, { Motivo: 'off-topic', Nota: ' Fica para outro post. ', 'Avisar quem escreveu': 'true' })
    expect(outcome.kind).toBe('update')
    expect(textOf(messageNow(sim, card))).toMatch(/^\*\*Rejected\*\* by Bruno \(off topic\)/)
    expect(await decisionsOf(db, id)).toMatchObject([
      { action: 'reject', reason: 'off-topic', note: 'Fica para outro post.', tell: true },
    ])
  })

  test('Undo puts text and buttons back', async ({ sim, db, held }) => {
    const { id, card } = await held()
    await sim.as(people.ana).press('Spam', card)
    const outcome = await sim.as(people.bruno).press('Undo', card)
    expect(outcome.kind).toBe('update')
    expect(textOf(outcome.message)).toContain('Please hold this.')
    expect(textOf(outcome.message)).toMatch(/-# Bruno took the last decision back: \*\*waiting again\*\* <t:\d+:R>/)
    expect(buttons(outcome.message)).toEqual(['[Approve]', '[Reject…]', '[Spam]'])
    expect(await statusOf(db, id)).toBe('pending')
    await sim.as(people.ana).press('Approve', card)
    expect(await statusOf(db, id)).toBe('approved')
  })

  test('works after the bot was restarted', async ({ sim, db, held, bot, tertulia }) => {
    const { id, card } = await held()
    await bot.stop()
    const next = await startBot(tertulia, sim)
    expect((await sim.as(people.ana).press('Approve', card)).kind).toBe('update')
    expect(await statusOf(db, id)).toBe('approved')
    await next.stop()
  })

  test('the same interaction delivered twice decides once', async ({ sim, db, held }) => {
    const { id, card } = await held()
    expect((await sim.as(people.ana).press('Approve', card, { duplicate: true })).kind).toBe('update')
    await sim.waitFor(() => count(sim, 'POST', routes.callback) === 2, 'both answers')
    await expect.poll(() => cardRow(db, id)).toMatchObject({ shown: 2, wanted: 2 })
    expect(await decisionsOf(db, id)).toHaveLength(1)
  })
})

describe('two moderators at once', () => {
  test('with opposite buttons: one decides, the other is told privately, two hundred times', async ({
    sim,
    db,
    held,
    site,
  }) => {
    for (let round = 0; round < 200; round++) {
      const { id, card } = await held({ page: '/race' })
      const presses = [() => sim.as(people.ana).press('Approve', card), () => sim.as(people.bruno).press('Spam', card)]
      if (round % 2) presses.reverse()
      const outcomes = await Promise.all(presses.map((press) => press()))
      const won = outcomes.filter(({ kind }) => kind === 'update')
      const told = outcomes.filter(({ kind, ephemeral }) => kind === 'reply' && ephemeral)
      expect({ won: won.length, told: told.length }).toEqual({ won: 1, told: 1 })
      const [decision, ...others] = await decisionsOf(db, id)
      expect(others).toEqual([])
      // Bruno reads Portuguese, Ana Spanish; each is told of the other.
      expect(textOf(told[0]?.message)).toMatch(
        decision?.name === 'Ana'
          ? /^Alguém foi mais rápido\. \*\*Aprovado\*\* por Ana <t:\d+:R>\.$/
          : /^Alguien se adelantó\. \*\*Rechazado\*\* por Bruno \(spam\) <t:\d+:R>\.$/,
      )
    }
    const behind = db
      .selectFrom('card')
      .innerJoin('comment', 'comment.id', 'card.comment')
      .select(['card.comment', 'shown', 'wanted', 'card.message', 'dead_reason'])
      .where('site', '=', site.id)
      .whereRef('shown', '<', 'wanted')
    await expect.poll(() => behind.execute()).toEqual([])
    for (const message of sim.messages()) expect(buttons(message)).toEqual(['[Undo]'])
  }, 60_000)
})

describe('a press is refused privately', () => {
  test('without a role of the site', async ({ sim, db, held }) => {
    const { id, card } = await held()
    const outcome = await sim.as(people.diego).press('Approve', card)
    expect(outcome).toMatchObject({ kind: 'reply', ephemeral: true })
    expect(textOf(outcome.message)).toBe('Only members with a moderator role of this site can decide here.')
    expect((await sim.as(people.diego).press('Reject…', card)).kind).toBe('reply')
    expect(await statusOf(db, id)).toBe('pending')
    expect(sim.as(people.ana).ephemerals()).toEqual([])
  })

  test('with a role of another site of the same server', async ({ sim, db, held, tertulia, site }) => {
    const { id, card } = await held()
    const mine = { ...site, discord: { ...site.discord!, moderators: ['100000000000000098'] } }
    const other = { ...site, id: 'other' }
    tertulia.sites.replace([mine, other])
    expect(textOf((await sim.as(people.bruno).press('Approve', card)).message)).toMatch(/^Aqui só decidem membros/)
    const { modal } = await sim.as(people.bruno).press('Reject…', card)
    const submitted = await sim.as(people.bruno).submitModal(modal!, { reason: 'abuse' })
    expect(submitted).toMatchObject({ kind: 'reply', ephemeral: true })
    expect(await statusOf(db, id)).toBe('pending')
  })

  test('on a revision that was edited since, and the card then shows the new text', async ({ sim, db, held }) => {
    const { id, card } = await held()
    const { text: _, ...revision } = await db
      .selectFrom('revision')
      .selectAll()
      .where('comment', '=', id)
      .executeTakeFirstOrThrow()
    const facts = JSON.stringify(revision.facts)
    await db
      .insertInto('revision')
      .values({ ...revision, facts, revision: 2, text: 'Hold my edit.' })
      .execute()
    await db.updateTable('comment').set({ revision: 2, version: 2 }).where('id', '=', id).execute()
    const outcome = await sim.as(people.ana).press('Approve', card)
    expect(outcome).toMatchObject({ kind: 'reply', ephemeral: true })
    expect(textOf(outcome.message)).toMatch(/^El comentario se editó/)
    expect(await statusOf(db, id)).toBe('pending')
    const fresh = await sim.waitFor(
      () => textOf(cardOf(sim, id)).includes('Hold my edit.') && cardOf(sim, id),
      'the edit',
    )
    expect(fresh.id).toBe(card.id)
    expect((await sim.as(people.ana).press('Approve', fresh)).kind).toBe('update')
  })

  test('when it was decided elsewhere, with who, what and when', async ({ sim, held, tertulia }) => {
    const { id, card } = await held()
    await elsewhere(tertulia, id)
    const outcome = await sim.as(people.bruno).press('Spam', card, { stale: true })
    expect(textOf(outcome.message)).toMatch(/^Alguém foi mais rápido\. \*\*Aprovado\*\* por Zoe <t:\d+:R>\.$/)
    await sim.waitFor(() => textOf(messageNow(sim, card)).startsWith('**Approved** by Zoe'), 'the card to follow')
  })

  test('when its Undo is no longer the newest decision', async ({ sim, db, held, tertulia }) => {
    const { id, card } = await held()
    await sim.as(people.ana).press('Approve', card)
    const shown = messageNow(sim, card)!
    await decideComment(tertulia, moderatorNamed('Zoe'), {
      id,
      decision: { ...approve, action: 'reject', reason: 'abuse', seen: 'approved' },
    })
    const outcome = await sim
      .as(people.ana)
      .press('Deshacer', shown, { stale: true })
      .catch(() => undefined)
    expect(outcome ?? (await sim.as(people.ana).press('Undo', shown, { stale: true }))).toMatchObject({
      ephemeral: true,
    })
    expect(await statusOf(db, id)).toBe('rejected')
    await sim.waitFor(
      () => textOf(messageNow(sim, card)).startsWith('**Rejected** by Zoe (abuse)'),
      'the card to follow',
    )
  })

  test('on a button that no version of ours wrote', async ({ sim, bot: _ }) => {
    const button = { type: 2, style: 1, label: 'Old', custom_id: 'q0:approve:1' }
    await fetch(`${sim.apiUrl}/v10/channels/${sim.world.channels[0]!.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${sim.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        content: 'x',
        components: [{ type: 1, components: [button] }],
        allowed_mentions: { parse: [] },
      }),
    })
    const outcome = await sim.as(people.diego).press('Old', sim.messages()[0]!)
    expect(outcome).toMatchObject({ kind: 'reply', ephemeral: true })
    expect(textOf(outcome.message)).toMatch(/^This card is out of date/)
  })
})

describe('when Discord and the bot lose touch', () => {
  test('a decision whose answer was lost stands, and the card shows it', async ({ sim, db, held }) => {
    for (const effect of ['reset-after', 'reset-before', { status: 500 }] as const) {
      const { id, card } = await held()
      const done = sim.fault({ method: 'POST', route: routes.callback, effect })
      await sim.as(people.ana).press('Approve', card)
      done()
      await sim.waitFor(() => textOf(messageNow(sim, card)).startsWith('**Approved** by Ana'), 'the card to follow')
      await expect.poll(() => cardRow(db, id)).toMatchObject({ shown: 2, wanted: 2 })
      expect(await decisionsOf(db, id)).toHaveLength(1)
    }
  })

  test('an edit on its way when the button was pressed does not bring the old card back', async ({ sim, db, held }) => {
    const { id, card } = await held()
    await expect.poll(() => cardRow(db, id)).toMatchObject({ shown: 1 })
    sim.fault({ method: 'PATCH', route: routes.message, times: 1, effect: { delayMs: 300 } })
    await db.updateTable('card').set({ shown: 0 }).where('comment', '=', id).execute()
    await held()
    await expect.poll(() => count(sim, 'PATCH', routes.message), { interval: 5 }).toBe(1)
    expect((await sim.as(people.ana).press('Approve', card)).kind).toBe('update')
    await sim.waitFor(() => buttons(messageNow(sim, card))?.includes('[Approve]'), 'the old card to arrive late')
    await sim.waitFor(() => textOf(messageNow(sim, card)).startsWith('**Approved** by Ana'), 'the card to follow')
  })

  test('a press that came too late to be answered is applied within a minute', async ({ sim, db, held }) => {
    const { id, card } = await held()
    expect((await sim.as(people.ana).press('Approve', card, { lateMs: 30_000 })).kind).toBe('failed')
    await sim.waitFor(() => textOf(messageNow(sim, card)).startsWith('**Approved** by Ana'), 'the card to follow')
    expect(await statusOf(db, id)).toBe('approved')
  })

  test('an older one is not, and the card is drawn again', async ({ sim, db, held }) => {
    const { id, card } = await held()
    await expect.poll(() => cardRow(db, id)).toMatchObject({ shown: 1 })
    await sim.as(people.ana).press('Approve', card, { lateMs: 90_000 })
    await sim.waitFor(() => messageNow(sim, card)?.edited_timestamp, 'the card to be drawn again')
    expect(await statusOf(db, id)).toBe('pending')
    expect(buttons(messageNow(sim, card))).toEqual(['[Approve]', '[Reject…]', '[Spam]'])
  })

  test('a slow decision is acknowledged first, then shown', async ({ sim, db, held }) => {
    const { id, card } = await held()
    let release = (): void => {}
    const locked = db.transaction().execute(async (tx) => {
      await tx.selectFrom('comment').select('id').where('id', '=', id).forUpdate().execute()
      await new Promise<void>((resolve) => {
        release = resolve
      })
    })
    const outcome = await sim.as(people.ana).press('Approve', card)
    expect(outcome.kind).toBe('deferred')
    release()
    await locked
    expect(textOf((await outcome.settled).message)).toMatch(/^\*\*Approved\*\* by Ana/)
    await expect.poll(() => cardRow(db, id)).toMatchObject({ shown: 2, wanted: 2 })
  })
})

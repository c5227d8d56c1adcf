import { createKey } from '@tertulia/comments'
import { addSite } from '@tertulia/comments/testing'
import { Decided, Explained, ModerationComment, Queue } from '@tertulia/contract'
import { describe, expect } from 'vitest'
import { asAdmin, json, newComment, pagePath, problemOf, test } from '../testing/test-api.ts'

const held = async (address: string, path: string): Promise<string> => {
  const response = await fetch(address + path, json(newComment('hold this')))
  return ((await response.json()) as { comment: { id: string } }).comment.id
}

const decide = (address: string, id: string, body: unknown, headers: Record<string, string> = asAdmin) =>
  fetch(`${address}/v1/moderation/comments/${id}/decisions`, json(body, headers))

describe('a moderator', () => {
  test('reads the queue, one comment whole, decides, and takes it back', async ({ address, site }) => {
    const id = await held(address, pagePath(site))
    const queue = Queue.parse(
      await (await fetch(`${address}/v1/moderation/queue?site=${site.id}`, { headers: asAdmin })).json(),
    )
    expect(queue).toMatchObject({ pendingCount: 1, items: [{ comment: { id, status: 'pending', revision: 1 } }] })
    const decided = Decided.parse(
      await (await decide(address, id, { action: 'reject', reason: 'off-topic', revision: 1 })).json(),
    )
    expect(decided.comment).toMatchObject({ status: 'rejected', reason: 'off-topic' })
    const undo = await fetch(`${address}/v1/moderation/decisions/${decided.decision.id}/undo`, {
      method: 'POST',
      headers: asAdmin,
    })
    expect(Decided.parse(await undo.json()).comment.status).toBe('pending')
    const whole = ModerationComment.parse(
      await (await fetch(`${address}/v1/moderation/comments/${id}`, { headers: asAdmin })).json(),
    )
    expect(whole.decisions.map(({ action }) => action)).toEqual(['reject', 'undo'])
  })

  test('is told who decided first, and that a revision is stale', async ({ address, site }) => {
    const id = await held(address, pagePath(site))
    await decide(address, id, { action: 'approve', revision: 1 })
    const late = await problemOf(
      await decide(address, id, { action: 'reject', reason: 'abuse', revision: 1 }),
      409,
      'already-decided',
    )
    expect(late.current).toMatchObject({ comment: { status: 'approved' }, decision: { actor: { name: 'bootstrap' } } })
    await problemOf(await decide(address, id, { action: 'approve', revision: 2 }), 409, 'stale-revision')
  })

  test('needs a reason to reject', async ({ address, site }) => {
    const id = await held(address, pagePath(site))
    const { errors } = await problemOf(
      await decide(address, id, { action: 'reject', revision: 1 }),
      422,
      'invalid-request',
    )
    expect(errors).toEqual([{ pointer: '#/reason', detail: 'is needed to reject' }])
  })

  test('without a key, or with a wrong one, learns nothing', async ({ address, site }) => {
    const id = await held(address, pagePath(site))
    for (const headers of [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: `Receipt ${'x'.repeat(43)}` },
    ] as Record<string, string>[]) {
      await problemOf(await decide(address, id, 'not even JSON', headers), 401, 'unauthorized')
      await problemOf(await fetch(`${address}/v1/moderation/queue?site=${site.id}`, { headers }), 401, 'unauthorized')
    }
  })

  test('of one site does not know that another exists', async ({ address, site, tertulia }) => {
    const other = await addSite(tertulia)
    const { key } = await createKey(tertulia, { name: 'here', scope: 'moderate', sites: [site.id] })
    const headers = { authorization: `Bearer ${key}` }
    const elsewhere = await held(address, pagePath(other))
    await problemOf(await fetch(`${address}/v1/moderation/queue?site=${other.id}`, { headers }), 404, 'not-found')
    await problemOf(await fetch(`${address}/v1/moderation/comments/${elsewhere}`, { headers }), 404, 'not-found')
    await problemOf(await decide(address, elsewhere, { action: 'approve', revision: 1 }, headers), 404, 'not-found')
    expect(
      (await decide(address, await held(address, pagePath(site)), { action: 'approve', revision: 1 }, headers)).status,
    ).toBe(200)
  })
})

describe('POST /v1/moderation/policy/explain', () => {
  test('says what the policy says of a draft, and stores nothing', async ({ address, site, db }) => {
    const response = await fetch(
      `${address}/v1/moderation/policy/explain`,
      json({ site: site.id, text: 'please hold' }, asAdmin),
    )
    expect(Explained.parse(await response.json())).toMatchObject({
      outcome: 'hold',
      verdicts: [{ rule: 'held-word', spans: [{ field: 'text', start: 7, end: 11, text: 'hold' }] }],
    })
    expect(await db.selectFrom('comment').select('id').where('site', '=', site.id).execute()).toEqual([])
  })

  test('is for admins', async ({ address, site, tertulia }) => {
    const { key } = await createKey(tertulia, { name: 'mod', scope: 'moderate', sites: null })
    const response = await fetch(
      `${address}/v1/moderation/policy/explain`,
      json({ site: site.id, text: 'x' }, { authorization: `Bearer ${key}` }),
    )
    await problemOf(response, 403, 'forbidden')
  })
})

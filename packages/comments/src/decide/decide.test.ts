import type { NewDecision } from '@tertulia/contract'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { decideComment, listComments, ownComment, undoDecision } from '../index.ts'
import { addSite, moderatorNamed, post, test } from '../testing/test-tertulia.ts'

const ana = moderatorNamed('Ana')
const bruno = moderatorNamed('Bruno')
const approve: NewDecision = { action: 'approve', revision: 1, seen: 'pending', tellAuthor: false }
const reject: NewDecision = {
  action: 'reject',
  reason: 'abuse',
  note: 'Be kind.',
  revision: 1,
  seen: 'pending',
  tellAuthor: true,
}

const problem = (slug: string) => expect.objectContaining({ slug })

describe('deciding', () => {
  test('publishes an approved comment and moves its card', async ({ tertulia, site, db }) => {
    const { comment } = await post(tertulia, { site, text: 'hold' })
    const decided = await decideComment(tertulia, ana, { id: comment.id, decision: approve })
    expect(decided).toMatchObject({
      decision: { action: 'approve', from: 'pending', to: 'approved', actor: { kind: 'moderator', id: 'test:Ana' } },
      comment: { status: 'approved', version: 2, revision: 1 },
    })
    const { list } = await listComments(tertulia, { site: site.id, page: '/post', sort: 'oldest', limit: 50 })
    expect(list.comments.map(({ id }) => id)).toEqual([comment.id])
    expect(await db.selectFrom('card').select('wanted').where('comment', '=', comment.id).execute()).toEqual([
      { wanted: 2 },
    ])
  })

  test('of two opposite presses at once one wins, and the other is told who did, two hundred times', async ({
    tertulia,
    site,
    db,
  }) => {
    for (let round = 0; round < 200; round++) {
      const { comment } = await post(tertulia, { site, text: 'hold', page: `/race` })
      const outcomes = await Promise.allSettled([
        decideComment(tertulia, ana, { id: comment.id, decision: approve }),
        decideComment(tertulia, bruno, { id: comment.id, decision: reject }),
      ])
      const [winner] = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
      const losers = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
      expect(losers).toEqual([problem('already-decided')])
      expect(losers[0].extra.current.decision).toEqual(winner?.decision)
      expect(await db.selectFrom('decision').select('id').where('comment', '=', comment.id).execute()).toHaveLength(1)
    }
  }, 60_000)

  test('on a revision that was edited since is refused with the present one', async ({ tertulia, site, db }) => {
    const { comment } = await post(tertulia, { site, text: 'hold' })
    await sql`insert into revision (comment, revision, text, renderer, facts, outcome, score, policy)
      select comment, 2, 'hold this instead', renderer, facts, outcome, score, policy from revision where comment = ${comment.id}`.execute(
      db,
    )
    await db.updateTable('comment').set({ revision: 2, version: 2 }).where('id', '=', comment.id).execute()
    const refused = await decideComment(tertulia, ana, { id: comment.id, decision: approve }).catch((error) => error)
    expect(refused).toEqual(problem('stale-revision'))
    expect(refused.extra.current.comment).toMatchObject({ revision: 2, text: 'hold this instead', status: 'pending' })
  })

  test('the same act again gets the same answer', async ({ tertulia, site }) => {
    const { comment } = await post(tertulia, { site, text: 'hold' })
    const act = { id: comment.id, decision: approve, request: `interaction-${comment.id}` }
    expect(await decideComment(tertulia, ana, act)).toEqual(await decideComment(tertulia, ana, act))
  })

  test('on another site’s comment finds nothing', async ({ tertulia, site }) => {
    const other = await addSite(tertulia)
    const { comment } = await post(tertulia, { site: other, text: 'hold' })
    const onlyHere = { ...ana, sites: [site.id] }
    await expect(decideComment(tertulia, onlyHere, { id: comment.id, decision: approve })).rejects.toEqual(
      problem('not-found'),
    )
  })

  test('again takes an approved comment away, and leaves a tombstone where somebody replied', async ({
    tertulia,
    site,
  }) => {
    const top = await post(tertulia, { site })
    const reply = await post(tertulia, { site, parentId: top.comment.id })
    await decideComment(tertulia, ana, { id: top.comment.id, decision: { ...reject, seen: 'approved' } })
    const { list } = await listComments(tertulia, { site: site.id, page: '/post', sort: 'oldest', limit: 50 })
    expect(list.comments).toEqual([
      { id: top.comment.id, parentId: null, depth: 0, deleted: true, html: '', author: null },
      expect.objectContaining({ id: reply.comment.id, parentId: top.comment.id }),
    ])
    expect(list.page.commentCount).toBe(1)
  })
})

describe('undo', () => {
  test('puts a comment back to pending, once, and its author sees that', async ({ tertulia, site }) => {
    const { comment, receipt } = await post(tertulia, { site, text: 'hold' })
    const { decision } = await decideComment(tertulia, ana, { id: comment.id, decision: reject })
    expect(await ownComment(tertulia, { id: comment.id, receipt })).toMatchObject({
      status: 'rejected',
      reason: 'abuse',
      note: 'Be kind.',
      decidedBy: 'moderator',
    })
    const undone = await undoDecision(tertulia, bruno, { id: decision.id })
    expect(undone).toMatchObject({
      decision: { action: 'undo', undoes: decision.id, to: 'pending' },
      comment: { status: 'pending', version: 3 },
    })
    expect(await ownComment(tertulia, { id: comment.id, receipt })).toMatchObject({
      status: 'pending',
      reason: null,
      note: null,
    })
    await expect(undoDecision(tertulia, bruno, { id: decision.id })).rejects.toEqual(problem('undo-expired'))
  })

  test('of the newest decision restores the one before', async ({ tertulia, site }) => {
    const { comment } = await post(tertulia, { site, text: 'hold' })
    const first = await decideComment(tertulia, ana, { id: comment.id, decision: reject })
    const second = await decideComment(tertulia, bruno, { id: comment.id, decision: { ...approve, seen: 'rejected' } })
    await expect(undoDecision(tertulia, ana, { id: first.decision.id })).rejects.toEqual(problem('undo-expired'))
    const { comment: restored } = await undoDecision(tertulia, ana, { id: second.decision.id })
    expect(restored).toMatchObject({ status: 'rejected', reason: 'abuse' })
  })

  test('is refused after ten minutes', async ({ tertulia, site }) => {
    const { comment } = await post(tertulia, { site, text: 'hold' })
    const { decision } = await decideComment(tertulia, ana, { id: comment.id, decision: approve })
    const later = { ...tertulia, now: () => new Date(Date.now() + 601_000) }
    await expect(undoDecision(later, ana, { id: decision.id })).rejects.toEqual(problem('undo-expired'))
  })
})

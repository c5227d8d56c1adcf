import { Problem } from '@tertulia/contract'
import { describe, expect } from 'vitest'
import { decideComment, listComments } from '../index.ts'
import { receiptOf } from '../secret.ts'
import { addSite, moderatorNamed, newAuthorKey, post, test } from '../testing/test-tertulia.ts'

const problem = (slug: string) => expect.objectContaining({ slug })
const threeLinks = 'see http://a.example http://b.example http://c.example'

describe('submitting a comment', () => {
  test('publishes at once what nothing speaks against', async ({ tertulia, site }) => {
    const posted = await post(tertulia, { site, text: 'Buenos **días**' })
    expect(posted.comment).toMatchObject({ status: 'approved', html: '<p>Buenos <strong>días</strong></p>', depth: 0 })
    const { list } = await listComments(tertulia, { site: site.id, page: '/post', sort: 'oldest', limit: 50 })
    const { status: _, ...comment } = posted.comment as Record<string, unknown>
    expect(list.comments).toEqual([comment])
  })

  test('stores comment, revision, verdicts, card and change of a held one together', async ({ tertulia, site, db }) => {
    const { comment } = await post(tertulia, { site, text: threeLinks })
    expect(comment).toEqual({ id: comment.id, status: 'pending' })
    const where = ['comment', '=', comment.id] as const
    const revision = await db
      .selectFrom('revision')
      .selectAll()
      .where(...where)
      .executeTakeFirstOrThrow()
    expect(revision).toMatchObject({ revision: 1, text: threeLinks, outcome: 'hold', score: 3, facts: { links: 3 } })
    expect(
      await db
        .selectFrom('verdict')
        .select(['rule', 'reason'])
        .where(...where)
        .execute(),
    ).toEqual([{ rule: 'many-links', reason: 'spam' }])
    expect(
      await db
        .selectFrom('card')
        .select(['channel', 'shown', 'wanted'])
        .where(...where)
        .execute(),
    ).toEqual([{ channel: '100000000000000002', shown: 0, wanted: 1 }])
    expect(
      await db
        .selectFrom('change')
        .select('public')
        .where(...where)
        .execute(),
    ).toEqual([{ public: false }])
    expect(
      await db
        .selectFrom('decision')
        .select('id')
        .where(...where)
        .execute(),
    ).toEqual([])
  })

  test('answers a comment rejected as spam exactly as a pending one', async ({ tertulia, site, db }) => {
    const { comment } = await post(tertulia, { site, text: 'casino casino' })
    expect(comment).toEqual({ id: comment.id, status: 'pending' })
    const row = await db
      .selectFrom('comment')
      .select(['status', 'reason', 'decided_by'])
      .where('id', '=', comment.id)
      .executeTakeFirst()
    expect(row).toEqual({ status: 'rejected', reason: 'spam', decided_by: 'policy' })
  })

  test('stores nothing when the author is asked to reword', async ({ tertulia, site, db }) => {
    await expect(post(tertulia, { site, text: 'tiny' })).rejects.toEqual(problem('revise'))
    expect(await db.selectFrom('comment').select('id').where('site', '=', site.id).execute()).toEqual([])
    expect(await db.selectFrom('page').select('id').where('site', '=', site.id).execute()).toEqual([])
  })

  test('refuses a page address that is not on the site, and a site that is none', async ({ tertulia, site }) => {
    const foreign = await addSite(tertulia, { origins: ['https://other.example'] })
    await expect(post(tertulia, { site: foreign })).rejects.toEqual(problem('invalid-request'))
    await expect(post(tertulia, { site: { ...site, id: 'nobody' } })).rejects.toEqual(problem('not-found'))
  })

  test('answers a reply to a hidden parent as one to a missing parent', async ({ tertulia, site }) => {
    const hidden = await post(tertulia, { site, text: 'hold' })
    const toHidden = await post(tertulia, { site, parentId: hidden.comment.id }).catch((error: Problem) => error)
    const toMissing = await post(tertulia, { site, parentId: '0198c0de-0000-7000-8000-000000000000' }).catch(
      (error: Problem) => error,
    )
    expect(toHidden).toBeInstanceOf(Problem)
    expect(toHidden).toEqual(toMissing)
  })

  test('a reply to a comment of another page, or of another site, finds no parent', async ({ tertulia, site }) => {
    const other = await addSite(tertulia)
    const elsewhere = await post(tertulia, { site: other })
    const otherPage = await post(tertulia, { site, page: '/other' })
    for (const parentId of [elsewhere.comment.id, otherPage.comment.id]) {
      await expect(post(tertulia, { site, parentId })).rejects.toEqual(problem('invalid-request'))
    }
  })

  test('attaches replies deeper than eight to the ancestor there', async ({ tertulia, site }) => {
    let parentId: string | undefined
    const depths: number[] = []
    for (let level = 0; level < 11; level++) {
      const { comment } = await post(tertulia, { site, page: '/deep', ...(parentId ? { parentId } : {}) })
      parentId = comment.id
      depths.push('depth' in comment ? comment.depth : -1)
    }
    expect(depths).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8])
  })

  test('ties a guest’s comments together by their key, within one site only', async ({ tertulia, site, db }) => {
    const other = await addSite(tertulia)
    const authorKey = newAuthorKey()
    for (const where of [site, site, other]) await post(tertulia, { site: where, authorKey })
    const authors = await db
      .selectFrom('comment')
      .select(['site', 'author'])
      .where('site', 'in', [site.id, other.id])
      .execute()
    expect(new Set(authors.map(({ author }) => author)).size).toBe(2)
  })
})

describe('the same Idempotency-Key again', () => {
  const idempotencyKey = 'b7e2c2f0-0d8a-4a59-9a53-5b1a3f0f2f60'

  test('gets the first answer and stores nothing', async ({ tertulia, site, db }) => {
    const first = await post(tertulia, { site, idempotencyKey })
    expect(await post(tertulia, { site, idempotencyKey })).toEqual(first)
    expect(first.receipt).toBe(receiptOf(tertulia.secret, first.comment.id))
    expect(await db.selectFrom('comment').select('id').where('site', '=', site.id).execute()).toHaveLength(1)
  })

  test('gets the first answer even after a moderator decided', async ({ tertulia, site }) => {
    const first = await post(tertulia, { site, text: 'hold', idempotencyKey })
    await decideComment(tertulia, moderatorNamed('Ana'), {
      id: first.comment.id,
      decision: { action: 'approve', revision: 1, seen: 'pending', tellAuthor: false },
    })
    expect(await post(tertulia, { site, text: 'hold', idempotencyKey })).toEqual(first)
  })

  test('with another body, or another author, is refused', async ({ tertulia, site }) => {
    await post(tertulia, { site, idempotencyKey })
    await expect(post(tertulia, { site, text: 'Something else.', idempotencyKey })).rejects.toEqual(
      problem('idempotency-mismatch'),
    )
    await expect(post(tertulia, { site, authorKey: newAuthorKey(), idempotencyKey })).rejects.toEqual(
      problem('idempotency-mismatch'),
    )
  })

  test('fifty times at once makes one comment and fifty equal answers', async ({ tertulia, site, db }) => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(tertulia, { site, idempotencyKey })))
    expect(new Set(answers.map((answer) => JSON.stringify({ ...answer, comment: { ...answer.comment } }))).size).toBe(1)
    expect(await db.selectFrom('comment').select('id').where('site', '=', site.id).execute()).toHaveLength(1)
  })
})

import { describe, expect } from 'vitest'
import { decideComment, listComments, listQueue, listReplies, ownComment } from '../index.ts'
import { moderatorNamed, post, test } from '../testing/test-tertulia.ts'

const first = { sort: 'oldest', limit: 50 } as const

describe('a page', () => {
  test('nobody has seen reads like one with only pending comments', async ({ tertulia, site }) => {
    await post(tertulia, { site, page: '/pending', text: 'hold' })
    const pending = await listComments(tertulia, { site: site.id, page: '/pending', ...first })
    const unseen = await listComments(tertulia, { site: site.id, page: '/unseen', ...first })
    expect({ ...pending.list, page: { ...pending.list.page, key: '' } }).toEqual({
      ...unseen.list,
      page: { ...unseen.list.page, key: '' },
    })
  })

  test('keeps what a commenter says of its title and address from readers', async ({ tertulia, site }) => {
    await post(tertulia, { site })
    const { list } = await listComments(tertulia, { site: site.id, page: '/post', ...first })
    expect(list.page).toEqual({ key: '/post', open: true, commentCount: 1 })
  })

  test('is read through with cursors, each comment once, replies after theirs', async ({ tertulia, site }) => {
    const tops: string[] = []
    for (let n = 0; n < 5; n++) {
      const top = await post(tertulia, { site, text: `top ${n}` })
      tops.push(top.comment.id)
      await post(tertulia, { site, text: `reply to ${n}`, parentId: top.comment.id })
    }
    for (const sort of ['oldest', 'newest', 'top'] as const) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const { list } = await listComments(tertulia, {
          site: site.id,
          page: '/post',
          sort,
          limit: 2,
          ...(cursor ? { cursor } : {}),
        })
        seen.push(...list.comments.filter((comment) => comment.depth === 0).map(({ id }) => id))
        for (const [at, comment] of list.comments.entries())
          if (comment.depth > 0) expect(list.comments[at - 1]?.id).toBe(comment.parentId)
        cursor = list.nextCursor
      } while (cursor)
      expect(seen).toEqual(sort === 'oldest' ? tops : [...tops].reverse())
    }
  })

  test('gives a thread’s first twenty replies and the rest by cursor', async ({ tertulia, site }) => {
    const top = await post(tertulia, { site })
    for (let n = 0; n < 23; n++) await post(tertulia, { site, parentId: top.comment.id, text: `reply ${n}` })
    const { list } = await listComments(tertulia, { site: site.id, page: '/post', ...first })
    expect(list.comments).toHaveLength(21)
    expect(list.comments[0]).toMatchObject({ replyCount: 23 })
    const replies = await listReplies(tertulia, { id: top.comment.id })
    expect(replies.comments).toHaveLength(23)
  })

  test('gives the replies of a reply without tombstones for what stands above it', async ({ tertulia, site }) => {
    const top = await post(tertulia, { site })
    const middle = await post(tertulia, { site, parentId: top.comment.id })
    const below = await post(tertulia, { site, parentId: middle.comment.id })
    const { comments } = await listReplies(tertulia, { id: middle.comment.id })
    expect(comments.map(({ id, deleted }) => ({ id, deleted }))).toEqual([{ id: below.comment.id, deleted: false }])
  })

  test('refuses a cursor that is none', async ({ tertulia, site }) => {
    await expect(
      listComments(tertulia, { site: site.id, page: '/post', ...first, cursor: 'WzFd' }),
    ).rejects.toMatchObject({ slug: 'invalid-request' })
  })
})

describe('the author, by receipt,', () => {
  test('sees a pending comment that nobody else does', async ({ tertulia, site }) => {
    const { comment, receipt } = await post(tertulia, { site, text: 'hold' })
    expect(await ownComment(tertulia, { id: comment.id, receipt })).toMatchObject({
      status: 'pending',
      text: 'hold',
      decidedBy: null,
    })
    const other = await post(tertulia, { site, text: 'hold' })
    await expect(ownComment(tertulia, { id: comment.id, receipt: other.receipt })).rejects.toMatchObject({
      slug: 'not-found',
    })
  })

  test('reads `pending` for a day when the policy rejected, then the rejection', async ({ tertulia, site }) => {
    const { comment, receipt } = await post(tertulia, { site, text: 'casino casino' })
    expect(await ownComment(tertulia, { id: comment.id, receipt })).toMatchObject({
      status: 'pending',
      reason: null,
      decidedBy: null,
    })
    const nextDay = { ...tertulia, now: () => new Date(Date.now() + 25 * 3_600_000) }
    expect(await ownComment(nextDay, { id: comment.id, receipt })).toMatchObject({
      status: 'rejected',
      reason: 'spam',
      decidedBy: 'policy',
    })
  })
})

describe('the queue', () => {
  test('holds each pending comment with why it was held and the author’s record, oldest first', async ({
    tertulia,
    site,
  }) => {
    const ana = moderatorNamed('Ana')
    const authorKey = 'a'.repeat(43)
    const earlier = await post(tertulia, { site, text: 'hold', authorKey })
    await decideComment(tertulia, ana, {
      id: earlier.comment.id,
      decision: { action: 'approve', revision: 1, seen: 'pending', tellAuthor: false },
    })
    const one = await post(tertulia, { site, text: 'hold one', authorKey })
    const two = await post(tertulia, { site, text: 'hold two' })
    const page = await listQueue(tertulia, ana, { site: site.id, status: 'pending', limit: 1 })
    expect(page).toMatchObject({
      pendingCount: 2,
      items: [{ comment: { id: one.comment.id }, author: { approved: 1, rejected: 0 } }],
    })
    expect(page.items[0]?.verdicts).toEqual([
      { rule: 'held-word', reason: 'abuse', weight: 3, spans: [{ field: 'text', start: 0, end: 4, text: 'hold' }] },
    ])
    const rest = await listQueue(tertulia, ana, {
      site: site.id,
      status: 'pending',
      limit: 1,
      cursor: page.nextCursor ?? '',
    })
    expect(rest).toMatchObject({ items: [{ comment: { id: two.comment.id } }], nextCursor: null })
  })
})

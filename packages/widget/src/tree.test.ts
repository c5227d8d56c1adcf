import type { CommentList, PublicComment, Tombstone } from '@tertulia/contract'
import { describe, expect, test } from 'vitest'
import { createTree, type Entry, missingReplies, type OwnPending } from './tree.ts'

const comment = (id: string, parentId: string | null, at: number, replyCount = 0): PublicComment => ({
  id,
  parentId,
  depth: parentId ? 1 : 0,
  author: { name: id },
  html: `<p>${id}</p>`,
  createdAt: new Date(at * 1_000).toISOString(),
  editedAt: null,
  score: 0,
  replyCount,
  deleted: false,
})

const tombstone = (id: string, parentId: string | null): Tombstone => ({
  id,
  parentId,
  depth: 0,
  deleted: true,
  html: '',
  author: null,
})

const own = (id: string, parentId: string | null, at: number): OwnPending => ({
  id,
  parentId,
  own: 'pending',
  author: { name: id },
  text: id,
  createdAt: new Date(at * 1_000).toISOString(),
})

const list = (comments: CommentList['comments'], nextCursor: string | null = null): CommentList => ({
  page: { key: '/', open: true, commentCount: comments.length },
  site: { locale: 'en', limits: { textLength: 10_000 }, challenge: null },
  comments,
  nextCursor,
})

/** `a(b c(d))`, with † for a tombstone and ? for one's own pending. */
const drawing = (entries: readonly Entry[]): string =>
  entries
    .map(({ comment: shown, replies }) => {
      const mark = 'own' in shown ? '?' : shown.deleted ? '†' : ''
      return shown.id + mark + (replies.length > 0 ? `(${drawing(replies)})` : '')
    })
    .join(' ')

describe('a tree of comments', () => {
  test('takes a list apart into threads, a tombstone where the list had it', () => {
    const tree = createTree()
    tree.replace(
      list([
        comment('a', null, 1, 1),
        comment('b', 'a', 5),
        tombstone('t', null),
        comment('c', 't', 9),
        comment('d', null, 3),
      ]),
    )
    expect(drawing(tree.roots)).toBe('a(b) t†(c) d')
  })

  test('puts a comment that arrives in its place by time, once, however often it arrives', () => {
    const tree = createTree()
    tree.replace(list([comment('a', null, 1), comment('c', null, 3)]))
    for (let n = 0; n < 2; n++) expect(tree.arrive(comment('b', null, 2))).toBe(true)
    expect(drawing(tree.roots)).toBe('a b c')
  })

  test('refuses a reply to a comment that is not here', () => {
    const tree = createTree()
    expect(tree.arrive(comment('b', 'a', 2))).toBe(false)
    expect(drawing(tree.roots)).toBe('')
  })

  test('turns an own pending comment into the published one', () => {
    const tree = createTree()
    tree.replace(list([comment('a', null, 1)]))
    tree.put(own('mine', 'a', 2))
    expect(drawing(tree.roots)).toBe('a(mine?)')
    tree.arrive(comment('mine', 'a', 2))
    expect(drawing(tree.roots)).toBe('a(mine)')
    expect(missingReplies(tree.get('a')!)).toBe(0)
  })

  test('moves an own comment to its parent when it was shown without it', () => {
    const tree = createTree()
    tree.put(own('mine', null, 2))
    tree.put(comment('a', null, 1))
    tree.arrive(comment('mine', 'a', 2))
    expect(drawing(tree.roots)).toBe('a(mine)')
  })

  test('leaves a tombstone over replies, and takes it away with the last of them', () => {
    const tree = createTree()
    tree.replace(list([comment('a', null, 1, 1), comment('b', 'a', 2, 1), comment('c', 'b', 3)]))
    tree.remove('b')
    expect(drawing(tree.roots)).toBe('a(b†(c))')
    tree.remove('c')
    expect(drawing(tree.roots)).toBe('a')
    expect(missingReplies(tree.get('a')!)).toBe(0)
  })

  test('brings back what was removed when it is approved again', () => {
    const tree = createTree()
    tree.replace(list([comment('a', null, 1, 1), comment('b', 'a', 2)]))
    tree.remove('a')
    tree.arrive(comment('a', null, 1, 1))
    expect(drawing(tree.roots)).toBe('a(b)')
  })

  test('knows how many replies are elsewhere, until all have been read', () => {
    const tree = createTree()
    tree.replace(list([comment('a', null, 1, 5), comment('b', 'a', 2)]))
    expect(missingReplies(tree.get('a')!)).toBe(4)
    tree.arrive(comment('c', 'a', 3))
    expect(missingReplies(tree.get('a')!)).toBe(4)
    tree.settle('a')
    expect(missingReplies(tree.get('a')!)).toBe(0)
  })

  test('drops what a new list shows to be gone, and nothing that it does not speak of', () => {
    const tree = createTree()
    tree.replace(list([comment('a', null, 1, 2), comment('b', 'a', 2), comment('c', 'a', 3), comment('z', null, 8)]))
    tree.put(own('mine', 'a', 9))
    tree.put(comment('later', null, 20))
    tree.replace(list([comment('a', null, 1, 1), comment('c', 'a', 3), comment('e', null, 10)], 'more'))
    expect(drawing(tree.roots)).toBe('a(c mine?) e later')
    tree.replace(list([comment('a', null, 1, 3), comment('c', 'a', 3)]))
    expect(drawing(tree.roots)).toBe('a(c mine?)')
  })
})

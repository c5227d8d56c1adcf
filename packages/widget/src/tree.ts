import type { CommentList, PublicComment, Tombstone } from '@tertulia/contract'

/** A comment of the reader's own that nobody else sees. `html` is missing until the server has rendered it. */
export interface OwnPending {
  id: string
  parentId: string | null
  own: 'pending' | 'rejected'
  author: { name: string; url?: string | undefined }
  text: string
  html?: string
  createdAt: string
  reason?: string | null
  note?: string | null
}

export type Shown = PublicComment | Tombstone | OwnPending

/** A comment in its place. `replyCount` is how many visible direct replies it has, shown here or not. */
export interface Entry {
  comment: Shown
  at: string
  replyCount: number
  replies: Entry[]
}

export const isPublic = (comment: Shown): comment is PublicComment => 'deleted' in comment && !comment.deleted
const isOwn = (comment: Shown): comment is OwnPending => 'own' in comment

/** The replies there are, but not here. */
export const missingReplies = ({ replyCount, replies }: Entry): number =>
  Math.max(0, replyCount - replies.filter(({ comment }) => isPublic(comment)).length)

export interface Tree {
  roots: readonly Entry[]
  get(id: string): Entry | undefined
  /** Puts a comment in its place by time, or in the place of what was known of it. False when its parent is not here. */
  put(comment: Shown): boolean
  /** The same for one that has just come, and that its parent's count does not know yet. */
  arrive(comment: PublicComment): boolean
  /** Takes a comment out; with replies below, a tombstone stays. */
  remove(id: string): void
  /** All there is below this comment has been read: what is missing does not exist. */
  settle(id: string): void
  /** Takes in a list's first page and drops what it shows to be gone. */
  replace(list: CommentList): void
}

/** The comments of one page, each once, by id. Pure: the view follows. */
export function createTree(): Tree {
  const roots: Entry[] = []
  const entries = new Map<string, Entry>()
  const siblingsOf = (comment: Shown): Entry[] | undefined =>
    comment.parentId === null ? roots : entries.get(comment.parentId)?.replies

  // A tombstone has no time: it stays where the list had it, after the sibling before.
  const timeOf = (comment: Shown, siblings: Entry[]): string =>
    'createdAt' in comment ? comment.createdAt : (siblings.findLast((entry) => !isOwn(entry.comment))?.at ?? '')

  function put(comment: Shown): boolean {
    const known = entries.get(comment.id)
    if (known && known.comment.parentId !== comment.parentId) discard(known)
    else if (known) {
      known.comment = comment
      if (isPublic(comment)) known.replyCount = comment.replyCount
      return true
    }
    const siblings = siblingsOf(comment)
    if (!siblings) return false
    const at = timeOf(comment, siblings)
    const entry = { comment, at, replyCount: isPublic(comment) ? comment.replyCount : 0, replies: [] }
    siblings.splice(siblings.findLastIndex((sibling) => sibling.at <= at) + 1, 0, entry)
    entries.set(comment.id, entry)
    return true
  }

  function discard(entry: Entry): void {
    const siblings = siblingsOf(entry.comment)
    siblings?.splice(siblings.indexOf(entry), 1)
    const forget = ({ comment, replies }: Entry): void => {
      entries.delete(comment.id)
      replies.forEach(forget)
    }
    forget(entry)
  }

  function remove(id: string): void {
    const entry = entries.get(id)
    if (!entry) return
    const { comment } = entry
    const parent = comment.parentId === null ? undefined : entries.get(comment.parentId)
    if (parent && isPublic(comment)) parent.replyCount--
    if (entry.replies.length > 0 || entry.replyCount > 0) {
      const { parentId } = comment
      entry.comment = { id, parentId, depth: depthOf(entry), deleted: true, html: '', author: null }
      return
    }
    discard(entry)
    if (parent && 'deleted' in parent.comment && parent.comment.deleted && parent.replies.length === 0) {
      remove(parent.comment.id)
    }
  }

  const depthOf = ({ comment: { parentId } }: Entry): number => {
    const parent = parentId === null ? undefined : entries.get(parentId)
    return parent ? depthOf(parent) + 1 : 0
  }

  return {
    roots,
    put,
    remove,
    get: (id) => entries.get(id),
    arrive(comment) {
      const known = entries.get(comment.id)
      const parent = comment.parentId === null ? undefined : entries.get(comment.parentId)
      if (parent && !(known && isPublic(known.comment))) parent.replyCount++
      return put(comment)
    },
    settle(id) {
      const settle = (entry: Entry): void => {
        entry.replyCount -= missingReplies(entry)
        entry.replies.forEach(settle)
      }
      const entry = entries.get(id)
      if (entry) settle(entry)
    },
    replace({ comments, nextCursor }) {
      for (const comment of comments) put(comment)
      const listed = new Set(comments.map(({ id }) => id))
      const lastAt = entries.get(comments.findLast(({ parentId }) => parentId === null)?.id ?? '')?.at ?? ''
      const isGone = ({ comment, at }: Entry): boolean =>
        !isOwn(comment) && !listed.has(comment.id) && (nextCursor === null || at <= lastAt)
      for (const entry of roots.filter(isGone)) discard(entry)
      for (const { id } of comments) {
        const entry = entries.get(id)
        const shown = entry?.replies.filter(({ comment }) => isPublic(comment)) ?? []
        const kept = shown.filter(({ comment }) => listed.has(comment.id))
        // Fewer than it should have: the list was cut short here, and says nothing of the others.
        if (entry?.replyCount === kept.length) for (const gone of shown) if (!kept.includes(gone)) discard(gone)
      }
    },
  }
}

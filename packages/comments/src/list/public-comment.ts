import type { PublicComment, Tombstone } from '@tertulia/contract'
import type { CommentRow } from './queries.ts'

/** A row as any reader may see it. */
export const publicComment = (row: CommentRow): PublicComment => ({
  id: row.id,
  parentId: row.parent,
  depth: row.depth,
  author: {
    name: row.authorName,
    ...(row.authorUrl ? { url: row.authorUrl } : {}),
    ...(row.authorRole ? { role: row.authorRole } : {}),
  },
  html: row.html,
  ...(row.lang ? { lang: row.lang } : {}),
  createdAt: row.createdAt.toISOString(),
  editedAt: row.editedAt?.toISOString() ?? null,
  score: row.score,
  replyCount: row.replyCount,
  deleted: false,
})

const tombstone = (id: string, path: readonly string[]): Tombstone => ({
  id,
  parentId: path.at(-1) ?? null,
  depth: path.length,
  deleted: true,
  html: '',
  author: null,
})

/** Visible rows in their order, each hidden ancestor standing as a tombstone before the first comment below it. */
export function withTombstones(
  rows: readonly CommentRow[],
  known: ReadonlySet<string> = new Set(),
): (PublicComment | Tombstone)[] {
  const shown = new Set(known)
  const visible = new Set(rows.map((row) => row.id))
  const comments: (PublicComment | Tombstone)[] = []
  for (const row of rows) {
    for (const [depth, ancestor] of row.path.entries()) {
      if (visible.has(ancestor) || shown.has(ancestor)) continue
      comments.push(tombstone(ancestor, row.path.slice(0, depth)))
      shown.add(ancestor)
    }
    comments.push(publicComment(row))
  }
  return comments
}

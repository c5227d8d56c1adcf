import { type CommentList, Problem, textLengthMax } from '@tertulia/contract'
import type { Context } from '../context.ts'
import { formatCursor, parseCursor } from './cursor.ts'
import { withTombstones } from './public-comment.ts'
import {
  approvedComments,
  type CommentRow,
  type ListedRow,
  pageOfComments,
  repliesBelow,
  type Sort,
  threadOf,
} from './queries.ts'

const repliesMax = 20
const repliesPageMax = 50

export interface ListInput {
  site: string
  page: string
  sort: Sort
  limit: number
  cursor?: string | undefined
}

/**
 * A page's visible comments: `limit` top-level ones, each followed by its first 20 replies, oldest first. `page` is null
 * for a page nobody has commented on, which reads exactly like one with nothing approved.
 */
export async function listComments(
  context: Context,
  input: ListInput,
): Promise<{ list: CommentList; page: string | null }> {
  const site = context.sites.get(input.site)
  const { sort, limit } = input
  const after = parseCursor(input.cursor)
  const rows = await pageOfComments(context.db, { site: site.id, pageKey: input.page, sort, limit, after, repliesMax })
  const [page] = rows
  const { threads, next } = cut(rows, limit)
  return {
    page: page?.page ?? null,
    list: {
      page: {
        key: input.page,
        ...(page?.title ? { title: page.title } : {}),
        ...(page?.url ? { url: page.url } : {}),
        open: page?.open ?? true,
        commentCount: page?.commentCount ?? 0,
      },
      site: {
        locale: site.locale,
        limits: { textLength: textLengthMax },
        challenge: null,
        ...(site.houseRules ? { houseRules: site.houseRules } : {}),
      },
      comments: threads.flatMap((thread) => withTombstones(thread)),
      nextCursor: next,
    },
  }
}

/** Rows in order → threads; a hidden top-level row is dropped, for its replies' paths bring back its tombstone. */
function cut(rows: readonly ListedRow[], limit: number): { threads: CommentRow[][]; next: string | null } {
  const threads: { top: ListedRow; visible: CommentRow[] }[] = []
  for (const row of rows) {
    if (!row.id) continue
    if (row.depth === 0) threads.push({ top: row, visible: [] })
    if (row.status === 'approved') threads.at(-1)!.visible.push(row as CommentRow)
  }
  const last = threads.length > limit ? threads[limit - 1]?.top : undefined
  return {
    threads: threads.slice(0, limit).map((thread) => thread.visible),
    next: last ? formatCursor(last as CommentRow) : null,
  }
}

/** The visible replies anywhere below a comment, oldest first. A hidden comment without visible replies is `not-found`. */
export async function listReplies(context: Context, input: { id: string; cursor?: string | undefined }) {
  const after = parseCursor(input.cursor)
  const thread = await threadOf(context.db, input.id)
  const missing = new Problem('not-found', 'There is no such comment.')
  if (!thread) throw missing
  const asked = { root: thread.root ?? input.id, ancestor: input.id, limit: repliesPageMax + 1, after }
  const rows = await repliesBelow(context.db, asked)
  if (thread.status !== 'approved' && rows.length === 0) throw missing
  const shown = rows.slice(0, repliesPageMax)
  const last = rows.length > repliesPageMax ? shown.at(-1) : undefined
  const known = await knownAncestors(context, input.id, shown)
  return { comments: withTombstones(shown, known), nextCursor: last ? formatCursor(last) : null }
}

/** Ancestors that need no tombstone here: the comment asked about, those above it, and visible ones of an earlier page. */
async function knownAncestors(context: Context, id: string, rows: readonly CommentRow[]): Promise<Set<string>> {
  const above = new Set(rows.flatMap((row) => row.path.slice(0, row.path.indexOf(id) + 1)))
  const below = new Set(rows.flatMap((row) => row.path).filter((ancestor) => !above.has(ancestor)))
  const visible = await approvedComments(context.db, [...below])
  return new Set([...above, ...visible.map((row) => row.id)])
}

import { type ModerationComment, Problem, type Queue, type QueueItem, type Verdict } from '@tertulia/contract'
import type { Context } from '../context.ts'
import { formatCursor, parseCursor } from '../list/cursor.ts'
import { decisionEntry, moderatedComment } from '../moderated-comment.ts'
import { type Moderator, requireSite } from '../moderator.ts'
import { countPending, decisionsOf, type QueueRow, queueRow, queueRows, revisionsOf } from './queries.ts'

export interface QueueInput {
  site: string
  status: 'pending' | 'approved' | 'rejected'
  limit: number
  cursor?: string | undefined
}

/** A site's queue: its comments of one status, oldest first, each with what a moderator needs to judge it. */
export async function listQueue(context: Context, moderator: Moderator, input: QueueInput): Promise<Queue> {
  requireSite(moderator, input.site)
  const site = context.sites.get(input.site)
  const { status, limit } = input
  const after = parseCursor(input.cursor)
  const rows = await queueRows(context.db, { site: site.id, status, limit: limit + 1, after })
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map(queueItem),
    pendingCount: await countPending(context.db, site.id),
    nextCursor: last ? formatCursor(last) : null,
  }
}

/** All of one comment: revisions, verdicts, decisions, the author's history. */
export async function moderationComment(
  context: Context,
  moderator: Moderator,
  id: string,
): Promise<ModerationComment> {
  const row = await queueRow(context.db, id, moderator.sites)
  if (!row) throw new Problem('not-found', 'There is no such comment.')
  const [revisions, decisions] = await Promise.all([revisionsOf(context.db, id), decisionsOf(context.db, id)])
  return {
    ...queueItem(row),
    revisions: revisions.map((revision) => ({ ...revision, createdAt: revision.createdAt.toISOString() })),
    decisions: decisions.map(decisionEntry),
  }
}

const queueItem = (row: QueueRow): QueueItem => ({
  comment: moderatedComment(row),
  verdicts: row.verdicts as Verdict[],
  reports: [],
  author: { approved: row.approved, rejected: row.rejected, firstSeenAt: row.firstSeenAt?.toISOString() ?? null },
  page: { key: row.pageKey, title: row.pageTitle, url: row.pageUrl },
})

import { type Decided, Problem } from '@tertulia/contract'
import type { Context } from '../context.ts'
import { moderatedRow } from '../decide/queries.ts'
import { decisionEntry, moderatedComment } from '../moderated-comment.ts'
import type { Moderator } from '../moderator.ts'
import { decisionsOf, lockDecision, undoRows } from './queries.ts'

/** How long a decision can be taken back; effects on the outside wait as long. */
export const undoWindowMs = 10 * 60_000

/**
 * Takes back the newest decision of a comment, once, within ten minutes. A replayed `request` gets the same answer.
 * Problems: `not-found`; `undo-expired` (too late, undone before, or no longer the newest); `stale-revision`.
 */
export async function undoDecision(
  context: Context,
  moderator: Moderator,
  input: { id: string; request?: string },
): Promise<Decided> {
  const undo = await context.db.transaction().execute(async (tx) => {
    const found = await lockDecision(tx, input.id, moderator)
    if (found?.decision.actor_kind !== 'moderator') throw new Problem('not-found', 'There is no such decision.')
    const { decision, comment } = found
    const [newest, ...earlier] = await decisionsOf(tx, comment.id)
    if (newest?.request && newest.request === input.request) return newest
    if (newest?.id !== decision.id || decision.action === 'undo' || comment.status !== decision.to_status) {
      throw new Problem('undo-expired', 'Something was decided since: make a new decision instead.')
    }
    if (context.now().getTime() - decision.created_at.getTime() > undoWindowMs) {
      throw new Problem('undo-expired', 'A decision can be undone for ten minutes: make a new decision instead.')
    }
    if (comment.revision !== decision.revision)
      throw new Problem('stale-revision', 'The author edited the comment since.')
    const channel = context.sites.find(comment.site)?.discord?.channel
    return undoRows(tx, {
      undone: decision,
      page: comment.page,
      version: comment.version + 1,
      restored: earlier.find((entry) => entry.to_status === decision.from_status) ?? null,
      moderator,
      request: input.request ?? null,
      channels: channel ? [channel] : [],
    })
  })
  context.changes.ring()
  const comment = await moderatedRow(context.db, undo.comment, moderator)
  if (!comment) throw new Problem('not-found', 'There is no such comment.')
  return { decision: decisionEntry(undo), comment: moderatedComment(comment) }
}

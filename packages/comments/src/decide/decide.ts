import { type Decided, type NewDecision, Problem } from '@tertulia/contract'
import type { Context } from '../context.ts'
import { decisionEntry, moderatedComment } from '../moderated-comment.ts'
import type { Moderator } from '../moderator.ts'
import { decideRow, decisionByRequest, moderatedRow, newestDecision } from './queries.ts'

export interface Decide {
  id: string
  decision: NewDecision
  /** the caller's own id of this act (a Discord interaction's): the same one again gets the same answer */
  request?: string
}

/**
 * A moderator's decision on the revision and status they were shown.
 * Problems: `not-found`; `stale-revision` and `already-decided`, both with `current: {comment, decision}`.
 */
export async function decideComment(context: Context, moderator: Moderator, input: Decide): Promise<Decided> {
  const { action, revision, seen, reason, note, tellAuthor } = input.decision
  const changes = seen !== (action === 'approve' ? 'approved' : 'rejected')
  const decision =
    changes &&
    (await decideRow(context.db, {
      id: input.id,
      revision,
      seen,
      action,
      reason: action === 'reject' ? (reason ?? null) : null,
      note: note ?? null,
      tellAuthor,
      moderator,
      request: input.request ?? null,
    }))
  if (decision) context.changes.ring()

  const current = await moderatedRow(context.db, input.id, moderator)
  if (!current) throw new Problem('not-found', 'There is no such comment.')
  const comment = moderatedComment(current)
  if (decision) return { decision: decisionEntry(decision), comment }

  const same = input.request ? await decisionByRequest(context.db, input.request) : undefined
  if (same?.comment === input.id) return { decision: decisionEntry(same), comment }
  const newest = await newestDecision(context.db, input.id)
  const extra = { current: { comment, decision: newest ? decisionEntry(newest) : null } }
  if (current.status === 'deleted') throw new Problem('already-decided', 'The comment was deleted.', extra)
  if (current.revision !== revision)
    throw new Problem('stale-revision', 'The author edited the comment since you saw it.', extra)
  throw new Problem('already-decided', `The comment is ${current.status} already.`, extra)
}

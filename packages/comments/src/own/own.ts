import { type OwnComment, Problem } from '@tertulia/contract'
import type { Context } from '../context.ts'
import { isReceiptOf } from '../secret.ts'
import { ownRow } from './queries.ts'

/** A rejection by the policy reads `pending` for a day, so that a spammer learns nothing while it matters. */
const silenceMs = 24 * 3_600_000

/** A comment as the holder of its receipt sees it. `not-found` for a wrong receipt as for a missing comment. */
export async function ownComment(context: Context, input: { id: string; receipt: string }): Promise<OwnComment> {
  const row = isReceiptOf(context.secret, input.id, input.receipt) ? await ownRow(context.db, input.id) : undefined
  if (!row) throw new Problem('not-found', 'There is no such comment.')
  const silent =
    row.status === 'rejected' &&
    row.decided_by === 'policy' &&
    row.decided_at !== null &&
    context.now().getTime() - row.decided_at.getTime() < silenceMs
  return {
    id: row.id,
    status: silent ? 'pending' : row.status,
    parentId: row.parent,
    page: { key: row.key },
    author: { name: row.author_name, ...(row.author_url ? { url: row.author_url } : {}) },
    text: row.text,
    html: row.html,
    createdAt: row.created_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    reason: silent ? null : (row.reason as OwnComment['reason']),
    note: row.tell_author ? row.note : null,
    decidedBy: silent ? null : row.decided_by,
  }
}

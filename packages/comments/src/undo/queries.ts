import type { Db, DecisionTable } from '@tertulia/db'
import type { Selectable } from 'kysely'
import type { Moderator } from '../moderator.ts'

/** The decision, if it is on one of the moderator's sites; the comment's row is locked until the transaction ends. */
export async function lockDecision(tx: Db, id: string, moderator: Moderator) {
  const decision = await tx
    .selectFrom('decision')
    .selectAll()
    .where('id', '=', id)
    .$if(moderator.sites !== null, (query) => query.where('site', 'in', moderator.sites ?? []))
    .executeTakeFirst()
  if (!decision) return undefined
  const comment = await tx
    .selectFrom('comment')
    .select(['id', 'site', 'page', 'status', 'revision', 'version'])
    .where('id', '=', decision.comment)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { decision, comment }
}

/** The comment's decisions, newest first. */
export const decisionsOf = (tx: Db, comment: string) =>
  tx
    .selectFrom('decision')
    .selectAll()
    .where('comment', '=', comment)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()

export interface UndoRow {
  undone: Selectable<DecisionTable>
  page: string
  version: number
  /** who made the comment what it becomes again; null for a pending one */
  restored: Selectable<DecisionTable> | null
  moderator: Moderator
  request: string | null
  channels: readonly string[]
}

/** Puts the comment back to what it was before the decision, with its undo, cards and change. */
export async function undoRows(tx: Db, row: UndoRow): Promise<Selectable<DecisionTable>> {
  const { undone, restored, moderator } = row
  const to = undone.from_status as 'pending' | 'approved' | 'rejected'
  await tx
    .updateTable('comment')
    .set({
      status: to,
      reason: to === 'rejected' ? (restored?.reason ?? 'other') : null,
      decided_by: to === 'pending' ? null : restored?.actor_kind === 'moderator' ? 'moderator' : 'policy',
      decided_at: to === 'pending' ? null : (restored?.created_at ?? undone.created_at),
      version: row.version,
    })
    .where('id', '=', undone.comment)
    .execute()
  await tx.updateTable('card').set({ wanted: row.version }).where('comment', '=', undone.comment).execute()
  if (to === 'pending' && row.channels.length > 0) {
    const cards = row.channels.map((channel) => ({ comment: undone.comment, channel, wanted: row.version }))
    await tx
      .insertInto('card')
      .values(cards)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  const visible = undone.from_status === 'approved' || undone.to_status === 'approved'
  await tx
    .insertInto('change')
    .values({ site: undone.site, page: row.page, comment: undone.comment, public: visible })
    .execute()
  return tx
    .insertInto('decision')
    .values({
      site: undone.site,
      comment: undone.comment,
      revision: undone.revision,
      action: 'undo',
      from_status: undone.to_status,
      to_status: to,
      reason: null,
      note: null,
      actor_kind: 'moderator',
      actor_id: moderator.id,
      actor_name: moderator.name,
      surface: moderator.surface,
      policy: undone.policy,
      model: undone.model,
      request: row.request,
      undoes: undone.id,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

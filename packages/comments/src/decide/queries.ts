import type { Db, DecisionTable } from '@tertulia/db'
import { type Selectable, sql } from 'kysely'
import type { ModeratedRow } from '../moderated-comment.ts'
import type { Moderator } from '../moderator.ts'

const moderated = sql`c.id, c.site, c.status, c.reason, c.revision, c.version, c.parent, c.depth, c.author_name as "authorName",
  c.author_url as "authorUrl", c.lang, c.created_at as "createdAt", c.edited_at as "editedAt",
  (select text from revision r where r.comment = c.id and r.revision = c.revision) as text`

/** The comment, if it is on one of the moderator's sites. */
export async function moderatedRow(db: Db, id: string, moderator: Moderator): Promise<ModeratedRow | undefined> {
  const { rows } = await sql<ModeratedRow>`
    select ${moderated} from comment c
    where c.id = ${id}::uuid and (${moderator.sites}::text[] is null or c.site = any(${moderator.sites}::text[]))`.execute(
    db,
  )
  return rows[0]
}

export interface DecideRow {
  id: string
  revision: number
  seen: string
  action: 'approve' | 'reject'
  reason: string | null
  note: string | null
  tellAuthor: boolean
  moderator: Moderator
  request: string | null
}

/**
 * Conditional on the status and revision the moderator was shown, so that of two pressing at once only one decides.
 * Comment, decision, cards and change move together. Nothing comes back when the condition fails.
 */
export async function decideRow(db: Db, row: DecideRow): Promise<Selectable<DecisionTable> | undefined> {
  const to = row.action === 'approve' ? 'approved' : 'rejected'
  const { moderator } = row
  const { rows } = await sql<Selectable<DecisionTable>>`
    with c as (
      update comment set status = ${to}, reason = ${row.reason}::text, decided_by = 'moderator', decided_at = now(), version = version + 1
      where id = ${row.id}::uuid and status = ${row.seen} and revision = ${row.revision}
        and (${moderator.sites}::text[] is null or site = any(${moderator.sites}::text[]))
      returning id, site, page, revision, version
    ), k as (
      update card set wanted = c.version from c where card.comment = c.id
    ), ch as (
      insert into change (site, page, comment, public)
      select site, page, id, ${row.seen} = 'approved' or ${to} = 'approved' from c
    )
    insert into decision (site, comment, revision, action, from_status, to_status, reason, note, tell_author,
      actor_kind, actor_id, actor_name, surface, policy, request)
    select site, id, revision, ${row.action}, ${row.seen}, ${to}, ${row.reason}::text, ${row.note}::text, ${row.tellAuthor}::boolean,
      'moderator', ${moderator.id}, ${moderator.name}, ${moderator.surface},
      (select policy from revision r where r.comment = c.id and r.revision = c.revision), ${row.request}::text
    from c returning *`.execute(db)
  return rows[0]
}

/** The newest decision on a comment. */
export const newestDecision = (db: Db, comment: string) =>
  db
    .selectFrom('decision')
    .selectAll()
    .where('comment', '=', comment)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()

export const decisionByRequest = (db: Db, request: string) =>
  db.selectFrom('decision').selectAll().where('request', '=', request).executeTakeFirst()

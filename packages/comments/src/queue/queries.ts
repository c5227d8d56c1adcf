import type { Db } from '@tertulia/db'
import { sql } from 'kysely'
import type { After } from '../list/queries.ts'
import type { ModeratedRow } from '../moderated-comment.ts'

export interface QueueRow extends ModeratedRow {
  verdicts: { rule: string; reason: string | null; weight: number; spans: unknown }[]
  approved: number
  rejected: number
  firstSeenAt: Date | null
  pageKey: string
  pageTitle: string | null
  pageUrl: string | null
}

const columns = sql`c.id, c.site, c.status, c.reason, c.revision, c.version, c.parent, c.depth, c.author_name as "authorName",
  c.author_url as "authorUrl", c.lang, c.created_at as "createdAt", c.edited_at as "editedAt", r.text,
  p.key as "pageKey", p.title as "pageTitle", p.url as "pageUrl", a.first_seen_at as "firstSeenAt",
  (select count(*)::int from comment k where k.author = c.author and k.status = 'approved') as approved,
  (select count(*)::int from comment k where k.author = c.author and k.status = 'rejected') as rejected,
  coalesce((select jsonb_agg(jsonb_build_object('rule', v.rule, 'reason', v.reason, 'weight', v.weight, 'spans', v.spans) order by v.weight desc, v.rule)
    from verdict v where v.comment = c.id and v.revision = c.revision), '[]') as verdicts`

const tables = sql`comment c join page p on p.id = c.page join revision r on r.comment = c.id and r.revision = c.revision
  left join author a on a.id = c.author`

/** A site's comments of one status with all a moderator needs to judge them, oldest first. */
export async function queueRows(
  db: Db,
  asked: { site: string; status: string; limit: number; after: After | null },
): Promise<QueueRow[]> {
  const { after } = asked
  const { rows } = await sql<QueueRow>`
    select ${columns} from ${tables}
    where c.site = ${asked.site} and c.status = ${asked.status}
      and ${after ? sql`(c.created_at, c.id) > (${after.createdAt}::timestamptz, ${after.id}::uuid)` : sql`true`}
    order by c.created_at, c.id limit ${asked.limit}`.execute(db)
  return rows
}

export async function queueRow(db: Db, id: string, sites: readonly string[] | null): Promise<QueueRow | undefined> {
  const { rows } = await sql<QueueRow>`
    select ${columns} from ${tables}
    where c.id = ${id}::uuid and (${sites}::text[] is null or c.site = any(${sites}::text[]))`.execute(db)
  return rows[0]
}

export async function countPending(db: Db, site: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from comment where site = ${site} and status = 'pending'`.execute(db)
  return rows[0]?.count ?? 0
}

export const revisionsOf = (db: Db, comment: string) =>
  db
    .selectFrom('revision')
    .select(['revision', 'text', 'created_at as createdAt', 'policy as policyHash', 'facts'])
    .where('comment', '=', comment)
    .orderBy('revision')
    .execute()

export const decisionsOf = (db: Db, comment: string) =>
  db.selectFrom('decision').selectAll().where('comment', '=', comment).orderBy('created_at').orderBy('id').execute()

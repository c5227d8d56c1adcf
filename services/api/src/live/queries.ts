import type { Change, Db, Position } from '@tertulia/db'
import { sql } from 'kysely'

/** A page as live streams know it. */
export interface LivePage {
  id: string
  site: string
  key: string
  commentCount: number
}

export async function livePages(db: Db, ids: readonly string[]): Promise<LivePage[]> {
  const { rows } = await sql<LivePage>`
    select p.id, p.site, p.key,
      (select count(*)::int from comment c where c.page = p.id and c.status = 'approved') as "commentCount"
    from page p where p.id = any(${ids}::uuid[])`.execute(db)
  return rows
}

export async function countApproved(db: Db, site: string, key: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from comment c join page p on p.id = c.page
    where p.site = ${site} and p.key = ${key} and c.status = 'approved'`.execute(db)
  return rows[0]?.count ?? 0
}

/** What the public saw change on a page after a position, as far as the log can be read; at most 500. */
export async function changesOfPage(db: Db, site: string, key: string, after: Position): Promise<Change[]> {
  const { rows } = await sql<{ id: string; xid: string; page: string; comment: string }>`
    select c.id::text, c.xid::text, c.page, c.comment from change c join page p on p.id = c.page
    where p.site = ${site} and p.key = ${key} and c.public and c.comment is not null
      and (c.xid, c.id) > (${after.xid}::xid8, ${after.id}::bigint) and c.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by c.xid, c.id limit 500`.execute(db)
  return rows.map(({ id, xid, ...row }) => ({ position: { xid, id }, site, public: true, ...row }))
}

import type { Db } from '@tertulia/db'
import { type RawBuilder, sql } from 'kysely'

/** A visible comment, as read from the database. */
export interface CommentRow {
  id: string
  parent: string | null
  path: string[]
  depth: number
  authorName: string
  authorUrl: string | null
  authorRole: 'moderator' | 'admin' | null
  html: string
  lang: string | null
  createdAt: Date
  editedAt: Date | null
  score: number
  replyCount: number
}

export interface PageRow {
  page: string
  title: string | null
  url: string | null
  open: boolean
  commentCount: number
}

const columns = sql`c.id, c.parent, c.path, c.depth, c.author_name as "authorName", c.author_url as "authorUrl",
  c.author_role as "authorRole", c.html, c.lang, c.created_at as "createdAt", c.edited_at as "editedAt", c.score,
  (select count(*)::int from comment k where k.parent = c.id and k.status = 'approved') as "replyCount"`

export type Sort = 'oldest' | 'newest' | 'top'
export interface After {
  createdAt: string
  id: string
  score: number
}

const order: Record<Sort, RawBuilder<unknown>> = {
  oldest: sql`t.created_at, t.id`,
  newest: sql`t.created_at desc, t.id desc`,
  top: sql`t.score desc, t.created_at desc, t.id desc`,
}

const beyond: Record<Sort, (after: After) => RawBuilder<unknown>> = {
  oldest: (after) => sql`(t.created_at, t.id) > (${after.createdAt}::timestamptz, ${after.id}::uuid)`,
  newest: (after) => sql`(t.created_at, t.id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`,
  top: (after) =>
    sql`(t.score, t.created_at, t.id) < (${after.score}::int, ${after.createdAt}::timestamptz, ${after.id}::uuid)`,
}

export type ListedRow = PageRow & Partial<CommentRow & { status: string }>

/**
 * One page of top-level comments (`limit` + 1, so that the caller knows whether more follow), each with its first
 * `repliesMax` visible replies. A hidden top-level comment is among them if it has a visible reply.
 * Page columns stand on every row; a page without comments gives one row without an id.
 */
export async function pageOfComments(
  db: Db,
  asked: { site: string; pageKey: string; sort: Sort; limit: number; after: After | null; repliesMax: number },
): Promise<ListedRow[]> {
  const { sort, after } = asked
  const { rows } = await sql<ListedRow>`
    with p as (
      select id, case when confirmed then title end as title, case when confirmed then url end as url, open,
        (select count(*)::int from comment where page = page.id and status = 'approved') as count
      from page where site = ${asked.site} and key = ${asked.pageKey}
    ), tops as (
      select t.id, row_number() over (order by ${order[sort]}) as place
      from comment t where t.page = (select id from p) and t.parent is null and (t.status = 'approved' or t.replied)
        and (t.status = 'approved' or exists (select 1 from comment d where d.root = t.id and d.status = 'approved'))
        and ${after ? beyond[sort](after) : sql`true`}
      order by ${order[sort]} limit ${asked.limit + 1}
    ), listed as (
      select id, place, 0::bigint as seq from tops
      union all
      select r.id, tops.place, r.seq from tops cross join lateral (
        select d.id, row_number() over (order by d.created_at, d.id) as seq
        from comment d where d.root = tops.id and d.status = 'approved' order by d.created_at, d.id limit ${asked.repliesMax}
      ) r
    )
    select p.id as page, p.title, p.url, p.open, p.count as "commentCount", c.status, ${columns}
    from p left join (listed l join comment c on c.id = l.id) on true order by l.place, l.seq`.execute(db)
  return rows
}

/** Visible comments anywhere below `ancestor`, oldest first. */
export async function repliesBelow(
  db: Db,
  asked: { root: string; ancestor: string; limit: number; after: After | null },
): Promise<CommentRow[]> {
  const { rows } = await sql<CommentRow>`
    select ${columns} from comment c
    where c.root = ${asked.root}::uuid and c.status = 'approved' and c.path @> array[${asked.ancestor}::uuid]
      and ${asked.after ? sql`(c.created_at, c.id) > (${asked.after.createdAt}::timestamptz, ${asked.after.id}::uuid)` : sql`true`}
    order by c.created_at, c.id limit ${asked.limit}`.execute(db)
  return rows
}

/** Where a comment stands, visible or not. */
export const threadOf = (db: Db, id: string) =>
  db.selectFrom('comment').select(['root', 'status']).where('id', '=', id).executeTakeFirst()

export const approvedComment = async (db: Db, id: string): Promise<CommentRow | undefined> =>
  (await approvedComments(db, [id]))[0]

/** Those of the comments that are visible now. */
export async function approvedComments(db: Db, ids: readonly string[]): Promise<(CommentRow & { page: string })[]> {
  const { rows } = await sql<CommentRow & { page: string }>`
    select c.page, ${columns} from comment c where c.id = any(${ids}::uuid[]) and c.status = 'approved'`.execute(db)
  return rows
}

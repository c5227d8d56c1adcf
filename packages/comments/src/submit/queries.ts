import type { CommentTable, Db } from '@tertulia/db'
import type { Evaluation } from '@tertulia/moderation-rules'
import { sql } from 'kysely'

/** Everything the rules and the insert need to know, in one round trip. Null columns: there is no such page, parent or author yet. */
export interface Surroundings {
  policy: string | null
  disabled: boolean
  page: string | null
  open: boolean | null
  tags: string[] | null
  publishedAt: Date | null
  parent: string | null
  parentPath: string[] | null
  author: string | null
  firstSeenAt: Date | null
  approved: number
  rejected: number
}

export async function surroundings(
  db: Db,
  asked: { site: string; pageKey: string; parent: string | null; authorKey: Buffer | null; now: Date },
): Promise<Surroundings | undefined> {
  // "Approved" counts moderators' approvals, and the policy's own only after a day (DESIGN §3.11).
  const { rows } = await sql<Surroundings>`
    select s.policy, s.disabled_at is not null as disabled,
      p.id as page, p.open, p.tags, p.published_at as "publishedAt",
      par.id as parent, par.path as "parentPath",
      a.id as author, a.first_seen_at as "firstSeenAt",
      coalesce(h.approved, 0) as approved, coalesce(h.rejected, 0) as rejected
    from site s
    left join page p on p.site = s.id and p.key = ${asked.pageKey}
    left join comment par on par.page = p.id and par.id = ${asked.parent}::uuid and par.status = 'approved'
    left join author a on a.site = s.id and a.key_hash = ${asked.authorKey}::bytea
    left join lateral (
      select count(*) filter (where status = 'approved' and (decided_by = 'moderator' or created_at < ${asked.now}::timestamptz - interval '24 hours'))::int as approved,
             count(*) filter (where status = 'rejected')::int as rejected
      from (select status, decided_by, created_at from comment
            where author = a.id and status in ('approved', 'rejected') limit 200) c
    ) h on a.id is not null
    where s.id = ${asked.site}`.execute(db)
  return rows[0]
}

export interface NewRow {
  site: string
  page: string | null
  pageKey: string
  pageUrl: string
  pageTitle: string | null
  path: string[]
  author: string | null
  authorKey: Buffer | null
  authorName: string
  authorUrl: string | null
  authorEmail: string | null
  status: CommentTable['status']
  text: string
  html: string
  lang: string | null
  renderer: number
  policy: string
  evaluation: Evaluation
  idempotencyKey: Buffer | null
  bodyHash: Buffer | null
  addressHash: Buffer | null
  channels: string[]
}

/**
 * The one statement of the hot path: page and author if they are new, comment, revision, verdicts, the policy's decision,
 * cards and change. Returns nothing when the page already holds a comment under this idempotency key.
 */
export async function insertComment(db: Db, row: NewRow): Promise<{ id: string; createdAt: Date } | undefined> {
  const { evaluation } = row
  const decided = row.status === 'pending' ? null : 'policy'
  const action = row.status === 'approved' ? 'approve' : row.status === 'rejected' ? 'reject' : null
  const reason = row.status === 'rejected' ? 'spam' : null
  const verdicts = JSON.stringify(evaluation.verdicts)
  const outcome = evaluation.outcome
  const { rows } = await sql<{ id: string; createdAt: Date }>`
    with new_page as (
      insert into page (site, key, url, title)
      select ${row.site}, ${row.pageKey}, ${row.pageUrl}, ${row.pageTitle} where ${row.page}::uuid is null
      on conflict (site, key) do update set key = excluded.key returning id
    ), new_author as (
      insert into author (site, key_hash)
      select ${row.site}, ${row.authorKey}::bytea where ${row.author}::uuid is null and ${row.authorKey}::bytea is not null
      on conflict (site, key_hash) do update set key_hash = excluded.key_hash returning id
    ), c as (
      insert into comment (site, page, parent, path, author, author_name, author_url, author_email, status, reason,
        decided_by, decided_at, html, lang, idempotency_key, body_hash, address_hash)
      values (${row.site}, coalesce(${row.page}::uuid, (select id from new_page)), ${row.path.at(-1) ?? null}::uuid, ${row.path}::uuid[],
        coalesce(${row.author}::uuid, (select id from new_author)), ${row.authorName}, ${row.authorUrl}, ${row.authorEmail},
        ${row.status}, ${reason}::text, ${decided}::text, case when ${decided}::text is not null then now() end, ${row.html}, ${row.lang},
        ${row.idempotencyKey}::bytea, ${row.bodyHash}::bytea, ${row.addressHash}::bytea)
      on conflict (page, idempotency_key) do nothing
      returning id, site, page, status, created_at
    ), r as (
      insert into revision (comment, revision, text, renderer, facts, outcome, score, policy)
      select id, 1, ${row.text}, ${row.renderer}::smallint, ${JSON.stringify(evaluation.facts)}::jsonb, ${outcome}, ${evaluation.score}::float8, ${row.policy} from c
    ), v as (
      insert into verdict (comment, revision, rule, reason, weight, spans)
      select c.id, 1, x.rule, x.reason, x.weight, x.spans
      from c, jsonb_to_recordset(${verdicts}::jsonb) as x(rule text, reason text, weight float8, spans jsonb)
      on conflict do nothing
    ), d as (
      insert into decision (site, comment, revision, action, to_status, reason, actor_kind, surface, policy)
      select site, id, 1, ${action}::text, status, ${reason}::text, 'policy', 'policy', ${row.policy} from c where ${action}::text is not null
    ), k as (
      insert into card (comment, channel, wanted)
      select c.id, channel, 1 from c, unnest(${row.channels}::text[]) as channel where c.status = 'pending'
    ), u as (
      update comment set replied = true
      from c where comment.page = c.page and comment.id = ${row.path[0] ?? null}::uuid and not comment.replied
    )
    , ch as (
      insert into change (site, page, comment, public) select site, page, id, status = 'approved' from c
    )
    select id, created_at as "createdAt" from c`.execute(db)
  return rows[0]
}

/** The comment that a request with this idempotency key made, and what the policy said of it then. */
export const earlierComment = (db: Db, page: string, idempotencyKey: Buffer) =>
  db
    .selectFrom('comment')
    .innerJoin('revision', (join) => join.onRef('revision.comment', '=', 'comment.id').on('revision.revision', '=', 1))
    .select(['comment.id', 'comment.body_hash as bodyHash', 'revision.outcome'])
    .where('comment.page', '=', page)
    .where('comment.idempotency_key', '=', idempotencyKey)
    .executeTakeFirst()

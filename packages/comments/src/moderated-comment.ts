import type { Decision, ModeratedComment } from '@tertulia/contract'
import type { DecisionTable } from '@tertulia/db'
import type { Selectable } from 'kysely'

export interface ModeratedRow {
  id: string
  site: string
  status: ModeratedComment['status']
  reason: string | null
  revision: number
  version: number
  parent: string | null
  depth: number
  authorName: string
  authorUrl: string | null
  text: string
  lang: string | null
  createdAt: Date
  editedAt: Date | null
}

/** A comment's row as moderators see it. */
export const moderatedComment = (row: ModeratedRow): ModeratedComment => ({
  id: row.id,
  site: row.site,
  status: row.status,
  reason: row.reason as ModeratedComment['reason'],
  revision: row.revision,
  version: row.version,
  parentId: row.parent,
  depth: row.depth,
  author: { name: row.authorName, url: row.authorUrl },
  text: row.text,
  lang: row.lang,
  createdAt: row.createdAt.toISOString(),
  editedAt: row.editedAt?.toISOString() ?? null,
})

/** A row of the history as moderators see it. */
export const decisionEntry = (row: Selectable<DecisionTable>): Decision => ({
  id: row.id,
  action: row.action,
  from: row.from_status as Decision['from'],
  to: row.to_status as Decision['to'],
  revision: row.revision,
  reason: row.reason as Decision['reason'],
  note: row.note,
  actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
  surface: row.surface,
  undoes: row.undoes,
  createdAt: row.created_at.toISOString(),
})

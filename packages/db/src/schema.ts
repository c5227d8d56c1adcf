import type { ColumnType, Generated } from 'kysely'

type CreatedAt = ColumnType<Date, Date | undefined, never>
/** jsonb: read as a value, written as its JSON text (node-postgres would write an array as a Postgres array). */
type Json<T> = ColumnType<T, string, string>

export interface SiteTable {
  id: string
  name: string
  locale: string
  /** hash of the active policy */
  policy: string | null
  disabled_at: Date | null
}

export interface PageTable {
  id: Generated<string>
  site: string
  key: string
  title: string | null
  url: string | null
  tags: Generated<string[]>
  published_at: Date | null
  open: Generated<boolean>
  /** true once the owner named the page; until then title and url are a commenter's word, for moderators only */
  confirmed: Generated<boolean>
  created_at: CreatedAt
}

export interface AuthorTable {
  id: Generated<string>
  site: string
  /** SHA-256(site ‖ author key) */
  key_hash: Buffer
  first_seen_at: CreatedAt
}

export interface CommentTable {
  id: Generated<string>
  site: string
  page: string
  parent: string | null
  /** ancestors, top-level first */
  path: Generated<string[]>
  root: ColumnType<string | null, never, never>
  depth: ColumnType<number, never, never>
  /** somebody has replied below this top-level comment: it leaves a tombstone when hidden */
  replied: Generated<boolean>
  author: string | null
  author_name: string
  author_url: string | null
  author_email: string | null
  author_role: 'moderator' | 'admin' | null
  status: 'pending' | 'approved' | 'rejected' | 'deleted'
  reason: string | null
  decided_by: 'policy' | 'moderator' | null
  decided_at: Date | null
  revision: Generated<number>
  version: Generated<number>
  html: string
  lang: string | null
  score: Generated<number>
  idempotency_key: Buffer | null
  body_hash: Buffer | null
  address_hash: Buffer | null
  created_at: CreatedAt
  edited_at: Date | null
}

export interface RevisionTable {
  comment: string
  revision: number
  text: string
  renderer: number
  facts: Json<unknown>
  outcome: 'approve' | 'hold' | 'reject'
  score: number
  policy: string
  model: string | null
  created_at: CreatedAt
}

export interface VerdictTable {
  comment: string
  revision: number
  rule: string
  reason: string | null
  weight: number
  spans: Json<unknown>
}

export interface DecisionTable {
  id: Generated<string>
  site: string
  comment: string
  revision: number
  action: 'approve' | 'reject' | 'undo'
  from_status: string | null
  to_status: string
  reason: string | null
  note: string | null
  tell_author: Generated<boolean>
  actor_kind: 'policy' | 'moderator' | 'author'
  actor_id: string | null
  actor_name: string | null
  surface: 'policy' | 'api' | 'discord' | 'cli'
  policy: string | null
  model: string | null
  /** the caller's own id of the act (a Discord interaction's), so that the same press twice decides once */
  request: string | null
  undoes: string | null
  created_at: CreatedAt
}

export interface CardTable {
  comment: string
  channel: string
  message: string | null
  /** versions of the comment: what Discord shows, and what it should show */
  shown: Generated<number>
  wanted: number
  dead_reason: string | null
  /** when the message was posted; without a message, when posting it was first tried */
  posted_at: Date | null
  /** the shown card offers Undo until then */
  undo_until: Date | null
  /** counts the messages this card has had */
  generation: Generated<number>
}

export interface ChangeTable {
  id: Generated<string>
  xid: Generated<string>
  site: string
  page: string | null
  comment: string | null
  /** did or does the public see it? What never was visible must not show that it exists */
  public: boolean
  created_at: CreatedAt
}

export interface PolicyTable {
  site: string
  hash: string
  source: string
  accepted_by: string
  accepted_at: CreatedAt
}

export interface ApiKeyTable {
  id: Generated<string>
  name: string
  hash: Buffer
  scope: 'moderate' | 'admin'
  /** null: every site */
  sites: string[] | null
  expires_at: Date | null
  revoked_at: Date | null
  created_at: CreatedAt
}

export interface SettingTable {
  name: string
  value: string
}

/** Every table, by name. Written by hand; a test compares it with the migrated database. */
export interface Database {
  site: SiteTable
  page: PageTable
  author: AuthorTable
  comment: CommentTable
  revision: RevisionTable
  verdict: VerdictTable
  decision: DecisionTable
  card: CardTable
  change: ChangeTable
  policy: PolicyTable
  api_key: ApiKeyTable
  setting: SettingTable
}

import { z } from 'zod'
import { Id, Status } from './comment.ts'
import { Reason } from './reason.ts'
import { Text } from './text.ts'
import { Outcome, Verdict } from './verdict.ts'

export const actions = ['approve', 'reject'] as const

/** Who decided: the policy, a moderator (through Discord or the API), or the comment's author. */
export const Actor = z.object({
  kind: z.enum(['policy', 'moderator', 'author']),
  id: z.string().nullable(),
  name: z.string().nullable(),
})
export type Actor = z.infer<typeof Actor>

/** One entry of a comment's append-only history; an undo names the decision it takes back. */
export const Decision = z.object({
  id: Id,
  action: z.enum([...actions, 'undo']),
  from: Status.nullable(),
  to: Status,
  revision: z.int(),
  reason: Reason.nullable(),
  note: z.string().nullable(),
  actor: Actor,
  surface: z.enum(['policy', 'api', 'discord', 'cli']),
  undoes: Id.nullable(),
  createdAt: z.iso.datetime(),
})
export type Decision = z.infer<typeof Decision>

/** A comment as moderators see it. */
export const ModeratedComment = z.object({
  id: Id,
  site: z.string(),
  status: Status,
  reason: Reason.nullable(),
  revision: z.int(),
  version: z.int(),
  parentId: Id.nullable(),
  depth: z.int(),
  author: z.object({ name: z.string(), url: z.string().nullable() }),
  text: z.string(),
  lang: z.string().nullable(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
})
export type ModeratedComment = z.infer<typeof ModeratedComment>

export const QueueItem = z.object({
  comment: ModeratedComment,
  verdicts: z.array(Verdict),
  reports: z.array(z.object({ reason: Reason, note: z.string().nullable(), createdAt: z.iso.datetime() })),
  author: z.object({ approved: z.int(), rejected: z.int(), firstSeenAt: z.iso.datetime().nullable() }),
  page: z.object({ key: z.string(), title: z.string().nullable(), url: z.string().nullable() }),
})
export type QueueItem = z.infer<typeof QueueItem>

export const QueueQuery = z.object({
  site: z.string().min(1).max(63),
  status: z.enum(['pending', 'rejected', 'approved']).default('pending'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
})

export const Queue = z.object({ items: z.array(QueueItem), pendingCount: z.int(), nextCursor: z.string().nullable() })
export type Queue = z.infer<typeof Queue>

/** A moderator's decision on the revision and status they were shown. A rejection needs a reason. */
export const NewDecision = z
  .strictObject({
    action: z.enum(actions),
    revision: z.int().min(1),
    seen: z.enum(['pending', 'approved', 'rejected']).default('pending'),
    reason: Reason.optional(),
    note: Text.optional(),
    tellAuthor: z.boolean().default(false),
  })
  .refine((decision) => decision.action === 'approve' || decision.reason, {
    path: ['reason'],
    message: 'is needed to reject',
  })
export type NewDecision = z.infer<typeof NewDecision>

export const Decided = z.object({ decision: Decision, comment: ModeratedComment })
export type Decided = z.infer<typeof Decided>

export const ModerationComment = QueueItem.extend({
  revisions: z.array(
    z.object({
      revision: z.int(),
      text: z.string(),
      createdAt: z.iso.datetime(),
      policyHash: z.string().nullable(),
      facts: z.unknown(),
    }),
  ),
  decisions: z.array(Decision),
})
export type ModerationComment = z.infer<typeof ModerationComment>

/** A draft comment to judge without storing it: what `policy/explain` and `rules explain --jsonl` take. */
export const Explain = z.strictObject({
  site: z.string(),
  text: Text,
  author: z
    .strictObject({ name: z.string().optional(), email: z.string().optional(), url: z.string().optional() })
    .optional(),
  page: z.strictObject({ tags: z.array(z.string()).optional() }).optional(),
  history: z.strictObject({ approved: z.int().min(0), rejected: z.int().min(0) }).optional(),
})
export type Explain = z.infer<typeof Explain>

export const Explained = z.object({
  outcome: Outcome,
  score: z.number(),
  policyHash: z.string(),
  verdicts: z.array(Verdict),
})
export type Explained = z.infer<typeof Explained>

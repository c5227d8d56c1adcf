import { z } from 'zod'
import { Reason } from './reason.ts'
import { HttpUrl, Line, nameLengthMax, PageKey, Text } from './text.ts'

export const statuses = ['pending', 'approved', 'rejected', 'deleted'] as const
export const Status = z.enum(statuses)
export type Status = z.infer<typeof Status>

/** A page's key or a site's id in a path; uuids are comments and decisions. */
export const Id = z.uuid()

export const sorts = ['oldest', 'newest', 'top'] as const

/** What stands in the place of a hidden comment with visible replies: the same whether withdrawn, rejected or pending again. */
export const Tombstone = z.object({
  id: Id,
  parentId: Id.nullable(),
  depth: z.int(),
  deleted: z.literal(true),
  html: z.literal(''),
  author: z.null(),
})
export type Tombstone = z.infer<typeof Tombstone>

/** A comment as any reader may see it; `replyCount` counts its visible direct replies. */
export const PublicComment = z.object({
  id: Id,
  parentId: Id.nullable(),
  depth: z.int(),
  author: z.object({
    name: z.string(),
    url: z.string().optional(),
    role: z.enum(['moderator', 'admin']).optional(),
  }),
  html: z.string(),
  lang: z.string().optional(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  score: z.int(),
  replyCount: z.int(),
  deleted: z.literal(false),
})
export type PublicComment = z.infer<typeof PublicComment>

/** A page of comments: `limit` counts top-level ones, each followed by its first replies, oldest first. */
export const CommentList = z.object({
  page: z.object({
    key: z.string(),
    title: z.string().optional(),
    url: z.string().optional(),
    open: z.boolean(),
    commentCount: z.int(),
  }),
  site: z.object({
    locale: z.string(),
    limits: z.object({ textLength: z.int() }),
    challenge: z.null(),
    houseRules: z.string().optional(),
  }),
  comments: z.array(z.union([PublicComment, Tombstone])),
  nextCursor: z.string().nullable(),
})
export type CommentList = z.infer<typeof CommentList>

export const ListQuery = z.object({
  sort: z.enum(sorts).default('oldest'),
  limit: z.coerce.number().int().min(1).max(50).default(50),
  cursor: z.string().max(200).optional(),
})

/** What a reader sends. `page.url` is checked against the site's origins and never fetched. */
export const NewComment = z.strictObject({
  text: Text,
  author: z.strictObject({
    name: Line(nameLengthMax),
    email: z.email().max(254).optional(),
    url: HttpUrl.optional(),
  }),
  parentId: Id.optional(),
  page: z.strictObject({ url: HttpUrl, title: Line(300).optional() }),
})
export type NewComment = z.infer<typeof NewComment>

/** The secret that makes a comment its author's (base64url of an HMAC-SHA-256). */
export const Receipt = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

export const Posted = z.object({
  comment: z.union([
    PublicComment.extend({ status: z.literal('approved') }),
    z.object({ id: Id, status: z.literal('pending') }),
  ]),
  receipt: Receipt,
})
export type Posted = z.infer<typeof Posted>

/** A comment as its author may see it, by receipt. `decidedBy` says whether a person or the policy decided. */
export const OwnComment = z.object({
  id: Id,
  status: Status,
  parentId: Id.nullable(),
  page: z.object({ key: PageKey }),
  author: z.object({ name: z.string(), url: z.string().optional() }),
  text: z.string(),
  html: z.string(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  reason: Reason.nullable(),
  note: z.string().nullable(),
  decidedBy: z.enum(['moderator', 'policy']).nullable(),
})
export type OwnComment = z.infer<typeof OwnComment>

import { createHash } from 'node:crypto'
import { type NewComment, type Posted, Problem } from '@tertulia/contract'
import { evaluate, type Policy, type Submission } from '@tertulia/moderation-rules'
import type { Context } from '../context.ts'
import { publicComment } from '../list/public-comment.ts'
import { approvedComment, type CommentRow } from '../list/queries.ts'
import { rendererVersion, renderMarkdown } from '../render-markdown.ts'
import { addressHash, authorKeyHash, receiptOf } from '../secret.ts'
import { isOriginOf } from '../sites/sites.ts'
import { earlierComment, insertComment, type NewRow, type Surroundings, surroundings } from './queries.ts'

export interface Submit {
  site: string
  page: string
  comment: NewComment
  /** the secret that ties a guest's comments together */
  authorKey: string | null
  idempotencyKey: string | null
  /** the visitor's address, IPv6 cut to its /64; kept only as a keyed hash */
  address: string | null
}

const statusOf = { approve: 'approved', hold: 'pending', reject: 'rejected' } as const

/**
 * A reader's new comment: judged by the site's policy before anybody can see it, then stored in one statement.
 * Answers the comment if approved, else only its id as pending: a comment rejected as spam looks the same.
 * Problems: `not-found` (site), `invalid-request` (page address, parent), `page-closed`, `revise`, `idempotency-mismatch`.
 */
export async function submitComment(context: Context, input: Submit): Promise<Posted> {
  const site = context.sites.get(input.site)
  const { comment } = input
  if (!isOriginOf(site, comment.page.url)) throw invalid('#/page/url', 'is not an address of this site')

  const now = context.now()
  const authorKey = input.authorKey ? authorKeyHash(site.id, input.authorKey) : null
  const idempotencyKey = input.idempotencyKey ? sha256(input.idempotencyKey) : null
  const bodyHash = idempotencyKey && sha256(JSON.stringify([comment, authorKey?.toString('hex') ?? null]))
  const found = await surroundings(context.db, {
    site: site.id,
    pageKey: input.page,
    parent: comment.parentId ?? null,
    authorKey,
    now,
  })
  if (!found?.policy || found.disabled) throw new Problem('not-found', 'There is no such site.')
  const earlier = idempotencyKey && found.page && (await earlierComment(context.db, found.page, idempotencyKey))
  if (earlier) return firstAnswer(context, earlier, bodyHash)
  if (found.open === false) throw new Problem('page-closed', 'Comments on this page are closed.')
  // A hidden parent and a missing one must answer alike.
  if (comment.parentId && !found.parent) throw invalid('#/parentId', 'There is no such comment on this page.')

  const policy = await context.policies.load(site.id, found.policy)
  const evaluation = judge(policy, input, found, site.locale, now)
  if (evaluation.outcome === 'revise') throw new Problem('revise', evaluation.message ?? 'Please reword the comment.')

  const row: NewRow = {
    site: site.id,
    page: found.page,
    pageKey: input.page,
    pageUrl: comment.page.url,
    pageTitle: comment.page.title ?? null,
    path: replyPath(found),
    author: found.author,
    authorKey,
    authorName: comment.author.name,
    authorUrl: comment.author.url ?? null,
    authorEmail: comment.author.email ?? null,
    status: statusOf[evaluation.outcome],
    text: comment.text,
    html: renderMarkdown(comment.text),
    lang: evaluation.facts.language ?? null,
    renderer: rendererVersion,
    policy: policy.hash,
    evaluation,
    idempotencyKey,
    bodyHash,
    addressHash: input.address ? addressHash(context.secret, input.address) : null,
    channels: site.discord ? [site.discord.channel] : [],
  }
  const inserted = await insertComment(context.db, row)
  // Nothing inserted: a request with the same key was a moment faster, so its answer is ours.
  if (!inserted) return submitComment(context, input)
  context.changes.ring()
  return row.status === 'approved'
    ? approvedAnswer(context, { ...freshRow(row), ...inserted })
    : pendingAnswer(context, inserted.id)
}

const freshRow = (row: NewRow) => ({
  parent: row.path.at(-1) ?? null,
  path: row.path,
  depth: row.path.length,
  authorName: row.authorName,
  authorUrl: row.authorUrl,
  authorRole: null,
  html: row.html,
  lang: row.lang,
  editedAt: null,
  score: 0,
  replyCount: 0,
})

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

const invalid = (pointer: string, detail: string): Problem =>
  new Problem('invalid-request', `${pointer}: ${detail}`, { errors: [{ pointer, detail }] })

function judge(policy: Policy, { comment, page }: Submit, found: Surroundings, locale: string, at: Date) {
  const submission: Submission = {
    text: comment.text,
    name: comment.author.name,
    ...(comment.author.url ? { url: comment.author.url } : {}),
    ...(comment.author.email ? { email: comment.author.email } : {}),
    locale,
    author: { approved: found.approved, rejected: found.rejected, firstSeenAt: found.firstSeenAt, role: null },
    page: { key: page, tags: found.tags ?? [], publishedAt: found.publishedAt },
    parent: comment.parentId !== undefined,
    at,
  }
  return evaluate(policy, submission)
}

/** Replies deeper than 8 attach to the ancestor at 8. */
function replyPath({ parent, parentPath }: Surroundings): string[] {
  if (!parent || !parentPath) return []
  return [...parentPath, parent].slice(0, 8)
}

const pendingAnswer = (context: Context, id: string): Posted => ({
  comment: { id, status: 'pending' },
  receipt: receiptOf(context.secret, id),
})

const approvedAnswer = (context: Context, row: CommentRow): Posted => ({
  comment: { ...publicComment(row), status: 'approved' },
  receipt: receiptOf(context.secret, row.id),
})

interface Earlier {
  id: string
  bodyHash: Buffer | null
  outcome: string
}

/** The same request again gets the answer that it got, whatever a moderator has decided since. */
async function firstAnswer(context: Context, earlier: Earlier, bodyHash: Buffer | null): Promise<Posted> {
  if (!bodyHash || !earlier.bodyHash?.equals(bodyHash)) {
    throw new Problem(
      'idempotency-mismatch',
      'This Idempotency-Key was used with another body. Use a new key for a new comment.',
    )
  }
  const row = earlier.outcome === 'approve' && (await approvedComment(context.db, earlier.id))
  return row ? approvedAnswer(context, row) : pendingAnswer(context, earlier.id)
}

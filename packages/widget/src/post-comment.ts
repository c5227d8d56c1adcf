import type { NewComment, Posted } from '@tertulia/contract'
import type { Answer, Api } from './api.ts'
import type { Author } from './author.ts'
import type { Draft } from './draft.ts'

/** Sends a comment so that a retry cannot post it twice. */
export async function postComment(
  comment: NewComment,
  { api, author, draft }: { api: Pick<Api, 'post'>; author: Author; draft: Draft },
): Promise<Answer<Posted>> {
  const body = JSON.stringify(comment)
  const send = () => api.post(comment, { authorKey: author.key(), idempotencyKey: draft.keyFor(body) })
  const answer = await send()
  if (answer.ok || answer.refusal.slug !== 'idempotency-mismatch') return answer
  draft.newKey()
  return send()
}

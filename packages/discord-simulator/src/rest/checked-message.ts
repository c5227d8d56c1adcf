import { MessageFlags } from 'discord-api-types/v10'
import type { ZodMiniType } from 'zod/mini'
import type { MessageBody, StoredMessage } from '../state/messages.ts'
import { draftOf, isEmpty, messageIssues } from '../validation/message-rules.ts'
import { emptyMessage, type Issue } from './discord-error.ts'
import type { Call } from './route.ts'

export interface MessageCheck {
  schema: ZodMiniType
  /** Where the message lies in the body: `data` in an interaction callback. */
  under?: 'data'
  /** The message an edit changes. */
  current?: StoredMessage
}

/** The message of a request, which passed Discord's schema and rules; pings are noted, an empty one is 50006. */
export function checkedMessage(call: Call, { schema, under, current }: MessageCheck): MessageBody {
  const inside = (body: unknown): MessageBody =>
    (under ? (body as { data?: MessageBody | null }).data : (body as MessageBody)) ?? {}
  const draft = (body: unknown) => draftOf(inside(body), call.files, current)
  const placed = (issue: Issue): Issue => (under ? { ...issue, path: [under, ...issue.path] } : issue)

  const body = call.check(schema, (candidate) => messageIssues(draft(candidate)).map(placed))
  call.expectNoPings(inside(body).allowed_mentions)
  if (isEmpty(draft(body))) {
    call.report({ kind: 'semantic', code: '50006', message: 'Cannot send an empty message' })
    throw emptyMessage()
  }
  return inside(body)
}

export const isEphemeral = (body: MessageBody): boolean => ((body.flags ?? 0) & MessageFlags.Ephemeral) !== 0

import { decideComment } from '@tertulia/comments'
import { ButtonStyle } from 'discord-api-types/v10'
import type { Button } from './button.ts'

/** Rejects at once, and silently: a spammer should learn nothing. */
export const spam: Button = {
  label: (strings) => strings.spam,
  style: ButtonStyle.Secondary,
  decide: ({ tertulia, moderator, request, on: { comment, revision, seen } }) =>
    decideComment(tertulia, moderator, {
      id: comment,
      decision: { action: 'reject', reason: 'spam', revision, seen, tellAuthor: false },
      request,
    }),
}

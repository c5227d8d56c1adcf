import { decideComment } from '@tertulia/comments'
import { ButtonStyle } from 'discord-api-types/v10'
import type { Button } from './button.ts'

export const approve: Button = {
  label: (strings) => strings.approve,
  style: ButtonStyle.Success,
  decide: ({ tertulia, moderator, request, on: { comment, revision, seen } }) =>
    decideComment(tertulia, moderator, {
      id: comment,
      decision: { action: 'approve', revision, seen, tellAuthor: false },
      request,
    }),
}

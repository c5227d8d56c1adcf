import { undoDecision } from '@tertulia/comments'
import { Problem } from '@tertulia/contract'
import { ButtonStyle } from 'discord-api-types/v10'
import type { Button } from './button.ts'

/** Takes back the decision that the card shows, not whichever is the newest by then. */
export const undo: Button = {
  label: (strings) => strings.undo,
  style: ButtonStyle.Secondary,
  decide({ tertulia, moderator, request, on: { decision } }) {
    if (!decision) throw new Problem('not-found', 'There is no such decision.')
    return undoDecision(tertulia, moderator, { id: decision, request })
  },
}

import { undoWindowMs } from '@tertulia/comments'
import type { CardView } from './card-view.ts'

/** Until when the card's decision can be taken back; null when it cannot be. */
export function undoUntil({ comment, decision }: CardView, now: Date): Date | null {
  const undoable = decision?.actor.kind === 'moderator' && decision.action !== 'undo' && decision.to === comment.status
  if (!undoable) return null
  const until = new Date(Date.parse(decision.createdAt) + undoWindowMs)
  return until > now ? until : null
}

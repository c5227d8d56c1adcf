import type { Decision, ModeratedComment, Problem } from '@tertulia/contract'
import { ago, describeDecision } from '../cards/describe-decision.ts'
import type { Strings } from '../strings/strings.ts'

/** Why a verb refused, to the one who pressed: of two at once, the second learns who, what and when. */
export function explainProblem({ slug, extra }: Problem, strings: Strings): string {
  const current = extra.current as { comment: ModeratedComment; decision: Decision | null } | undefined
  switch (slug) {
    case 'already-decided':
      return current?.decision && current.comment.status !== 'deleted'
        ? strings.tooLate(describeDecision(current.decision, strings), ago(current.decision.createdAt))
        : strings.gone
    case 'stale-revision':
      return strings.stale
    case 'undo-expired':
      return strings.undoExpired
    case 'not-found':
      return strings.gone
    default:
      return strings.failed
  }
}

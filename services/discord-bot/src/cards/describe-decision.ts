import type { Decision, Reason } from '@tertulia/contract'
import type { Strings } from '../strings/strings.ts'
import { neutraliseLine } from '../text/neutralise.ts'

const nameLengthMax = 80

/** A decision in words, for the card and for those who came second: "**Rejected** by Ana (spam)". */
export function describeDecision(decision: Decision, strings: Strings): string {
  const who = nameOf(decision.actor, strings)
  if (decision.action === 'undo') return strings.restored(who, decision.to as Parameters<Strings['restored']>[1])
  if (decision.action === 'approve') return strings.approved(who)
  return strings.rejected(who, reasonWords(decision.reason, strings))
}

/** A reason in words. */
export const reasonWords = (reason: Reason | null, strings: Strings): string => strings.reasons[reason ?? 'other']

function nameOf(actor: Decision['actor'], strings: Strings): string {
  if (actor.kind === 'policy') return strings.policy
  if (actor.kind === 'author') return strings.theAuthor
  return actor.name ? neutraliseLine(actor.name, nameLengthMax) : strings.somebody
}

/** Discord's relative time, shown in each reader's own language. */
export const ago = (iso: string): string => `<t:${Math.floor(Date.parse(iso) / 1000)}:R>`

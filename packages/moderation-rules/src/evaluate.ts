import type { Outcome, Reason, Span, Verdict } from '@tertulia/contract'
import { holds } from './conditions/index.ts'
import type { Match } from './matchers/matcher.ts'
import type { CompiledHard, CompiledRule, Policy } from './policy/policy.ts'
import { createSubject, type Subject } from './subject.ts'
import type { Submission } from './submission.ts'

/** What the rules knew of a comment, kept with its revision; no address. */
export interface Facts {
  length: number
  links: number
  domains: string[]
  language?: string
  author: { approved: number; rejected: number }
  tags: string[]
}

export interface Evaluation {
  outcome: Outcome
  /** sum of the weights, groups capped */
  score: number
  /** every rule that matched, by weight, heaviest first */
  verdicts: Verdict[]
  /** the heaviest objection's reason when held or rejected */
  reason: Reason | null
  /** how to reword, when the outcome is `revise` */
  message?: string
  facts: Facts
}

/**
 * Judges a submission. Weights add up, groups capped; at `thresholds.hold` it is held; only weights of reason spam (and
 * trust) count towards `thresholds.reject`. The first hard rule that matches goes before the sum. Never throws: a rule that
 * does holds the comment, with verdict `rule-error`. Cost is bounded by the text's length, not by a clock.
 */
export function evaluate(policy: Policy, submission: Submission): Evaluation {
  const subject = createSubject(submission)
  const errors: Verdict[] = []
  const judged = policy.rules
    .filter(({ status }) => status === 'live' || status === 'shadow')
    .flatMap((rule) => {
      const spans = attempt(errors, () => matchRule(policy, rule, subject))
      return spans ? [{ rule, verdict: verdictOf(rule, spans) }] : []
    })
  const live = judged.filter(({ rule }) => rule.status === 'live')
  const score = round(
    sum(
      policy,
      live.map(({ rule }) => rule),
    ),
  )
  const spamScore = sum(
    policy,
    live.flatMap(({ rule }) => (rule.weight < 0 || rule.reason === 'spam' ? rule : [])),
  )
  const hard = policy.hard.find((rule) => attempt(errors, () => matchHard(rule, subject)))
  const message = live.find(({ rule }) => rule.message)?.rule.message ?? undefined
  const outcome = outcomeOf(policy, { hard, score, spamScore, message, failed: errors.length > 0 })
  const verdicts = [...errors, ...(hard ? [hardVerdict(hard)] : []), ...judged.map(({ verdict }) => verdict)]
  const heaviest = verdicts.filter(({ weight, reason }) => reason && weight >= 0).sort((a, b) => b.weight - a.weight)[0]
  return {
    outcome,
    score,
    verdicts: verdicts.sort((a, b) => b.weight - a.weight),
    reason: outcome === 'approve' ? null : (heaviest?.reason ?? null),
    ...(outcome === 'revise' && message ? { message } : {}),
    facts: factsOf(subject, errors),
  }
}

interface Sums {
  hard: CompiledHard | undefined
  score: number
  spamScore: number
  message: string | undefined
  failed: boolean
}

function outcomeOf({ thresholds }: Policy, { hard, score, spamScore, message, failed }: Sums): Outcome {
  if (hard) return hard.outcome
  if (spamScore >= thresholds.reject) return 'reject'
  if (message) return 'revise'
  return failed || score >= thresholds.hold ? 'hold' : 'approve'
}

/** Where a rule matches, or null when it does not. */
export function matchRule(policy: Policy, rule: CompiledRule, subject: Subject): Span[] | null {
  const { submission } = subject
  if (rule.when && !holds(rule.when, submission)) return null
  if (rule.unless && holds(rule.unless, submission)) return null
  const spans = matchAll(rule.matches, subject)
  if (!spans || spans.length === 0) return spans
  const left = spans.filter((span) => !(rule.skipQuoted && subject.isQuoted(span)) && !isOnTopic(policy, subject, span))
  return left.length > 0 ? left : null
}

function matchAll(matches: readonly Match[], subject: Subject): Span[] | null {
  const spans: Span[] = []
  for (const match of matches) {
    const found = match(subject)
    if (!found) return null
    spans.push(...found)
  }
  return spans.sort((a, b) => a.field.localeCompare(b.field) || a.start - b.start || a.end - b.end)
}

/** Whether the page's tags put the words of a hit on topic. */
function isOnTopic(policy: Policy, subject: Subject, span: Span): boolean {
  return policy.context.some(({ when, ignore }) => {
    if (!holds(when, subject.submission)) return false
    const { folded, words } = subject.view(span.field)
    return ignore
      .find(folded, words)
      .map((hit) => subject.span(span.field, hit))
      .some((ignored) => ignored.start <= span.start && span.end <= ignored.end)
  })
}

const matchHard = (rule: CompiledHard, subject: Subject): boolean =>
  (!rule.when || holds(rule.when, subject.submission)) && matchAll(rule.matches, subject) !== null

const verdictOf = (rule: CompiledRule, spans: Span[]): Verdict => ({
  rule: rule.id,
  reason: rule.reason,
  // A rule in shadow is recorded and changes nothing.
  weight: rule.status === 'shadow' ? 0 : rule.weight,
  spans,
})

const hardVerdict = ({ id, reason }: CompiledHard): Verdict => ({ rule: id, reason, weight: 0, spans: [] })

function sum(policy: Policy, rules: readonly CompiledRule[]): number {
  const groups = new Map<string, { against: number; inFavour: number }>()
  let total = 0
  for (const { group, weight } of rules) {
    if (!group) total += weight
    else {
      const { against, inFavour } = groups.get(group) ?? { against: 0, inFavour: 0 }
      groups.set(group, { against: against + Math.max(weight, 0), inFavour: inFavour + Math.min(weight, 0) })
    }
  }
  for (const [name, { against, inFavour }] of groups) {
    const { cap = Number.POSITIVE_INFINITY, floor = Number.NEGATIVE_INFINITY } = policy.groups[name] ?? {}
    total += Math.min(against, cap) + Math.max(inFavour, floor)
  }
  return total
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000

/** Runs a part of the judgement; when it throws, the comment must be held, never passed. */
function attempt<Result>(errors: Verdict[], run: () => Result): Result | undefined {
  try {
    return run()
  } catch {
    if (errors.length === 0) errors.push({ rule: 'rule-error', reason: 'other', weight: 0, spans: [] })
    return undefined
  }
}

function factsOf(subject: Subject, errors: Verdict[]): Facts {
  const { submission } = subject
  const links = attempt(errors, () => subject.links()) ?? []
  return {
    length: submission.text.length,
    links: links.length,
    domains: [...new Set(links.map((link) => link.domain))].slice(0, 20),
    author: { approved: submission.author.approved, rejected: submission.author.rejected },
    tags: [...submission.page.tags],
  }
}

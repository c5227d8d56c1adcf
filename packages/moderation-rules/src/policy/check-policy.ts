import { evaluate, matchRule } from '../evaluate.ts'
import { createSubject } from '../subject.ts'
import { draftSubmission } from '../submission.ts'
import type { PolicyFault } from '../yaml/fault.ts'
import type { Policy, PolicyTest } from './policy.ts'

/** A test inside a policy that failed: where it stands, and what was expected of which text. */
export type TestFailure = PolicyFault

// Tests say everything that matters to them; the time they run at must not.
const testTime = new Date(0)

/** Runs the tests inside a policy: each rule's `hit` and `pass`, and the outcomes under `tests`. */
export const checkPolicy = (policy: Policy): TestFailure[] =>
  policy.tests.flatMap((test) => {
    const failure = run(policy, test)
    return failure
      ? [{ file: policy.file, line: test.line, column: test.column, path: test.path, message: failure }]
      : []
  })

function run(policy: Policy, test: PolicyTest): string | undefined {
  const draft = typeof test.case === 'string' ? { text: test.case } : test.case
  const submission = draftSubmission({ ...draft, at: testTime })
  const text = JSON.stringify(draft.text.length > 80 ? `${draft.text.slice(0, 79)}…` : draft.text)
  if (test.rule === null) {
    const { outcome, score, verdicts } = evaluate(policy, submission)
    if (outcome === test.expected) return undefined
    const why = verdicts.map(({ rule, weight }) => `${rule} ${weight}`).join(', ') || 'no rule matched'
    return `expected ${test.expected} for ${text}, the outcome is ${outcome} (score ${score}: ${why})`
  }
  const rule = policy.rules.find(({ id }) => id === test.rule)
  const spans = rule ? matchRule(policy, rule, createSubject(submission)) : null
  if ((spans !== null) === (test.expected === 'hit')) return undefined
  const words = spans?.length ? ` (at ${spans.map((span) => JSON.stringify(span.text)).join(', ')})` : ''
  return spans
    ? `${test.rule} must pass ${text}, and matches it${words}`
    : `${test.rule} must hit ${text}, and does not match it`
}

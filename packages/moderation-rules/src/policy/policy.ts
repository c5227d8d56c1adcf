import type { Outcome, Reason } from '@tertulia/contract'
import type { When } from '../conditions/index.ts'
import type { Match } from '../matchers/matcher.ts'
import type { TermList } from '../text/term-list.ts'
import type { TestCase } from './schema.ts'

export interface CompiledRule {
  id: string
  status: 'draft' | 'shadow' | 'live' | 'expired'
  reason: Reason | null
  group: string | null
  weight: number
  /** all must match */
  matches: Match[]
  when: When | null
  unless: When | null
  /** hits inside quotations do not count */
  skipQuoted: boolean
  message: string | null
}

export interface CompiledHard {
  id: string
  outcome: 'approve' | 'hold' | 'reject'
  reason: Reason | null
  when: When | null
  matches: Match[]
}

export interface PolicyTest {
  case: TestCase
  /** the rule that must match, or must not; null: the whole policy's outcome */
  rule: string | null
  expected: 'hit' | 'pass' | Outcome
  line: number
  column: number
  path: string
}

/** A policy ready to judge. `source` is its YAML with every list in it, and `hash` the SHA-256 of that, in hex. */
export interface Policy {
  hash: string
  source: string
  file: string
  thresholds: { hold: number; reject: number }
  groups: Record<string, { cap?: number | undefined; floor?: number | undefined }>
  context: { when: When; ignore: TermList }[]
  rules: CompiledRule[]
  hard: CompiledHard[]
  tests: PolicyTest[]
}

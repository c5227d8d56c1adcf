import { createHash } from 'node:crypto'
import { outcomes } from '@tertulia/contract'
import type { Document } from 'yaml'
import { matchers } from '../matchers/index.ts'
import type { Match, Matcher } from '../matchers/matcher.ts'
import type { Field } from '../subject.ts'
import { compileHosts } from '../text/links.ts'
import { compileTerms } from '../text/term-list.ts'
import type { PolicyFault } from '../yaml/fault.ts'
import { type ParsedYaml, type Path, parseYaml } from '../yaml/parse-yaml.ts'
import type { CompiledHard, CompiledRule, Policy, PolicyTest } from './policy.ts'
import { type Match as MatchConfig, PolicyFile, type RuleConfig } from './schema.ts'

/** Reads a list's file, relative to the policy's; throws when it cannot. */
export type ReadList = (path: string) => string

/**
 * Reads and compiles a policy: or every fault, with file, line and column. Lists kept in files are read with `readList`
 * and become part of `source`, which parses to the same policy without them.
 */
export function parsePolicy(
  yaml: string,
  file = 'policy',
  readList?: ReadList,
): { policy: Policy } | { faults: PolicyFault[] } {
  const parsed = parseYaml(PolicyFile, yaml, file)
  if ('faults' in parsed) return parsed
  const faults: PolicyFault[] = []
  const fault = (path: Path, message: string): void => void faults.push(parsed.faultAt(path, message))
  const lists = readLists(parsed, readList, fault)
  const compileMatch = matchCompiler(lists, fault)
  const policy = compile(parsed, compileMatch, fault)
  if (faults.length > 0) return { faults }
  const source = selfContained(parsed.document, parsed.value, lists) ?? yaml
  return { policy: { ...policy, source, file, hash: createHash('sha256').update(source).digest('hex') } }
}

type Fault = (path: Path, message: string) => void
type Parsed = ParsedYaml<PolicyFile>

/** One term a line; `#` starts a comment. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter(Boolean)

function readLists({ value }: Parsed, readList: ReadList | undefined, fault: Fault): Map<string, string[]> {
  const lists = new Map<string, string[]>()
  for (const [name, list] of Object.entries(value.lists)) {
    if ('terms' in list) lists.set(name, list.terms)
    else {
      lists.set(name, [])
      try {
        if (!readList) throw new Error('this policy may not read files')
        lists.set(name, linesOf(readList(list.file)))
      } catch (error) {
        fault(['lists', name, 'file'], `cannot be read: ${(error as Error).message}`)
      }
    }
  }
  return lists
}

function selfContained(
  document: Document,
  value: PolicyFile,
  lists: ReadonlyMap<string, string[]>,
): string | undefined {
  const fromFiles = Object.entries(value.lists).filter(([, list]) => 'file' in list)
  if (fromFiles.length === 0) return undefined
  const whole = document.clone() as Document
  for (const [name] of fromFiles) whole.setIn(['lists', name], whole.createNode({ terms: lists.get(name) }))
  return whole.toString()
}

function matchCompiler(lists: ReadonlyMap<string, string[]>, fault: Fault) {
  const context = {
    has: (name: string) => lists.has(name),
    terms: (name: string) => compileTerms(lists.get(name) ?? []),
    hosts: (name: string) => compileHosts(lists.get(name) ?? []),
  }
  return function compileMatch(config: MatchConfig | undefined, path: Path): Match[] {
    const { fields = ['text'], ...named } = config ?? {}
    return Object.entries(named).flatMap(([name, wanted]) => {
      const matcher = matchers[name as keyof typeof matchers] as Matcher<unknown>
      const missing = (matcher.lists?.(wanted) ?? []).filter((list) => !lists.has(list))
      for (const list of missing) {
        fault(
          [...path, name],
          `there is no list “${list}” under lists: ${[...lists.keys()].join(', ') || 'there is none at all'}`,
        )
      }
      if (missing.length > 0) return []
      try {
        return [matcher.compile(wanted, { lists: context, fields: fields as readonly Field[] })]
      } catch (error) {
        fault([...path, name], (error as Error).message)
        return []
      }
    })
  }
}

function compile(
  parsed: Parsed,
  compileMatch: ReturnType<typeof matchCompiler>,
  fault: Fault,
): Omit<Policy, 'source' | 'file' | 'hash'> {
  const { value } = parsed
  if (value.thresholds.reject <= value.thresholds.hold) fault(['thresholds', 'reject'], 'must be above hold')
  const ids = new Set<string>()
  const unique = (id: string, path: Path): void => {
    if (ids.has(id)) fault([...path, 'id'], `“${id}” is used twice: every rule needs its own id`)
    ids.add(id)
  }
  const rules = value.rules.map((rule, index): CompiledRule => {
    const path: Path = ['rules', index]
    unique(rule.id, path)
    checkRule(rule, path, value, fault)
    const { quoted, ...unless } = rule.unless ?? {}
    return {
      id: rule.id,
      status: rule.status,
      reason: rule.reason ?? null,
      group: rule.group ?? null,
      weight: rule.weight,
      matches: compileMatch(rule.match, [...path, 'match']),
      when: rule.when ?? null,
      unless: Object.keys(unless).length > 0 ? unless : null,
      skipQuoted: quoted === true,
      message: rule.message ?? null,
    }
  })
  const hard = value.hard.map(({ id, outcome, reason = null, when = null, match }, index): CompiledHard => {
    const path: Path = ['hard', index]
    unique(id, path)
    if (outcome !== 'approve' && !reason) fault(path, 'needs a reason')
    if (outcome === 'reject' && reason !== 'spam')
      fault([...path, 'outcome'], 'only spam is rejected without a moderator: use hold')
    if (!when && !match) fault(path, 'needs `when` or `match`')
    return { id, outcome, reason, when, matches: compileMatch(match, [...path, 'match']) }
  })
  const context = value.context.map(({ when, ignore }) => ({ when, ignore: compileTerms(ignore) }))
  return { thresholds: value.thresholds, groups: value.groups, context, rules, hard, tests: testsOf(parsed) }
}

function checkRule(rule: RuleConfig, path: Path, { groups }: PolicyFile, fault: Fault): void {
  if (rule.group && !groups[rule.group]) fault([...path, 'group'], `there is no group “${rule.group}” under groups`)
  if (rule.weight > 0 && !rule.reason)
    fault(path, 'a rule that speaks against a comment (weight above 0) needs a reason')
  if (!rule.match && !rule.when) fault(path, 'needs `match` or `when`: it would match every comment')
  if (rule.weight === 0 && !rule.message) fault(path, 'needs a weight other than 0, or a message')
}

function testsOf({ value, faultAt }: Parsed): PolicyTest[] {
  const at = (path: Path) => {
    const { line, column } = faultAt(path, '')
    return { line, column, path: path.join('.') }
  }
  const ofRules = value.rules.flatMap((rule, index) =>
    (['hit', 'pass'] as const).flatMap((expected) =>
      (rule.tests?.[expected] ?? []).map((test, n) => ({
        case: test,
        rule: rule.id,
        expected,
        ...at(['rules', index, 'tests', expected, n]),
      })),
    ),
  )
  const ofPolicy = outcomes.flatMap((expected) =>
    (value.tests[expected] ?? []).map((test, n) => ({
      case: test,
      rule: null,
      expected,
      ...at(['tests', expected, n]),
    })),
  )
  return [...ofRules, ...ofPolicy]
}

import { describe, expect, test } from 'vitest'
import { checkPolicy, formatFault, parsePolicy } from '../index.ts'

const head = 'version: 1\nthresholds: {hold: 2, reject: 7}\n'

const faultsOf = (yaml: string): string[] => {
  const parsed = parsePolicy(yaml, 'p.yaml')
  return 'faults' in parsed ? parsed.faults.map(formatFault) : []
}

describe('a policy that cannot be taken says where and why', () => {
  test.each([
    ['a broken file', `${head}rules: [`, /^p\.yaml:3:\d+: not valid YAML/],
    ['a missing part', 'version: 1\n', /^p\.yaml:1:1: “thresholds” is missing/],
    ['an unknown key', `${head}rulez: []\n`, 'p.yaml:3:1: rulez: unknown key “rulez”: did you mean “rules”?'],
    [
      'an unknown matcher',
      `${head}rules:\n  - {id: a, reason: spam, weight: 1, match: {linkz: {min: 1}}}\n`,
      /^p\.yaml:4:\d+: rules\.0\.match\.linkz: unknown key “linkz”: did you mean “links”/,
    ],
    [
      'a wrong type',
      `${head}rules:\n  - {id: a, reason: spam, weight: heavy, match: {length: {min: 1}}}\n`,
      /^p\.yaml:4:\d+: rules\.0\.weight: expected number, found "heavy"/,
    ],
    [
      'a missing list',
      `${head}rules:\n  - {id: a, reason: spam, weight: 1, match: {list: gone}}\n`,
      /there is no list “gone”/,
    ],
    [
      'a missing group',
      `${head}rules:\n  - {id: a, reason: spam, weight: 1, group: g, match: {length: {min: 1}}}\n`,
      /there is no group “g”/,
    ],
    [
      'an id twice',
      `${head}rules:\n  - &a {id: a, reason: spam, weight: 1, match: {length: {min: 1}}}\n  - *a\n`,
      /“a” is used twice/,
    ],
    [
      'an objection without a reason',
      `${head}rules:\n  - {id: a, weight: 1, match: {length: {min: 1}}}\n`,
      /needs a reason/,
    ],
    [
      'a pattern for a backtracking engine',
      `${head}rules:\n  - {id: a, reason: spam, weight: 1, match: {pattern: "(?=x)y"}}\n`,
      /not RE2 syntax/,
    ],
    [
      'a pattern that matches everything',
      `${head}rules:\n  - {id: a, reason: spam, weight: 1, match: {pattern: "x*"}}\n`,
      /matches an empty text/,
    ],
    [
      'a machine that rejects abuse',
      `${head}hard:\n  - {id: a, reason: abuse, outcome: reject, match: {length: {min: 1}}}\n`,
      /only spam is rejected without a moderator/,
    ],
    ['thresholds in the wrong order', 'version: 1\nthresholds: {hold: 7, reject: 2}\n', /must be above hold/],
  ])('%s', (_, yaml, expected) => {
    const faults = faultsOf(yaml)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected))
  })

  test('every fault is reported, not only the first', () => {
    expect(faultsOf(`${head}rulez: []\nlistz: {}\n`)).toHaveLength(2)
  })
})

describe('the tests inside a policy', () => {
  test('name the line, the text, what was expected and what happened', () => {
    const parsed = parsePolicy(
      `${head}lists: {x: {terms: [casino]}}
rules:
  - id: x
    reason: spam
    weight: 3
    match: {list: x}
    tests:
      hit: [casino, roulette]
      pass: [the Casino club]
tests:
  approve: [casino]
`,
      'p.yaml',
    )
    if ('faults' in parsed) throw new Error('must parse')
    expect(checkPolicy(parsed.policy).map(formatFault)).toEqual([
      'p.yaml:10:21: rules.0.tests.hit.1: x must hit "roulette", and does not match it',
      'p.yaml:11:14: rules.0.tests.pass.0: x must pass "the Casino club", and matches it (at "Casino")',
      'p.yaml:13:13: tests.approve.0: expected approve for "casino", the outcome is hold (score 3: x 3)',
    ])
  })
})

describe('a list in a file', () => {
  const yaml = `${head}lists: {x: {file: lists/x.txt}}\nrules: [{id: x, reason: spam, weight: 3, match: {list: x}}] # kept\n`

  test('becomes part of the source, which parses alone to the same policy', () => {
    const parsed = parsePolicy(yaml, 'p.yaml', (path) => `# a comment\n${path === 'lists/x.txt' ? 'casino' : ''}\n`)
    if ('faults' in parsed) throw new Error('must parse')
    const again = parsePolicy(parsed.policy.source)
    if ('faults' in again) throw new Error('must parse')
    expect(again.policy.hash).toBe(parsed.policy.hash)
    expect(again.policy.source).toContain('casino')
    expect(again.policy.source).toContain('# kept')
  })

  test('that cannot be read is a fault at its line', () => {
    const parsed = parsePolicy(yaml, 'p.yaml', () => {
      throw new Error('no such file')
    })
    expect('faults' in parsed && formatFault(parsed.faults[0]!)).toMatch(
      /^p\.yaml:3:\d+: lists\.x\.file: cannot be read: no such file/,
    )
  })
})

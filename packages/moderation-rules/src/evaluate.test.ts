import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { draftSubmission, evaluate, type Policy, parsePolicy } from './index.ts'

const at = new Date('2026-11-24T12:00:00Z')

function policyOf(yaml: string): Policy {
  const parsed = parsePolicy(`version: 1\nthresholds: {hold: 2, reject: 7}\n${yaml}`)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return parsed.policy
}

const judge = (policy: Policy, text: string, rest: Omit<Parameters<typeof draftSubmission>[0], 'text' | 'at'> = {}) =>
  evaluate(policy, draftSubmission({ text, at, ...rest }))

describe('the sum', () => {
  const policy = policyOf(`
groups: {swearing: {cap: 1.5}, trust: {floor: -4}}
lists: {a: {terms: [alpha]}, b: {terms: [beta]}, spam: {terms: [casino]}, abuse: {terms: [idiot]}}
rules:
  - {id: a, reason: abuse, group: swearing, weight: 1, match: {list: a}}
  - {id: b, reason: abuse, group: swearing, weight: 1, match: {list: b}}
  - {id: spam, reason: spam, weight: 8, match: {list: spam}}
  - {id: abuse, reason: abuse, weight: 50, match: {list: abuse}}
  - {id: known, group: trust, weight: -9, when: {author.approved: {gte: 3}}}
`)

  test('caps a group, so that swearing twice does not hold', () => {
    expect(judge(policy, 'alpha beta')).toMatchObject({ outcome: 'approve', score: 1.5 })
  })

  test('rejects only what spam rules say, however heavy the others are', () => {
    expect(judge(policy, 'casino').outcome).toBe('reject')
    expect(judge(policy, 'idiot')).toMatchObject({ outcome: 'hold', reason: 'abuse' })
  })

  test('lets trust speak for a comment no further than its floor', () => {
    const history = { approved: 3, rejected: 0 }
    expect(judge(policy, 'casino', { history })).toMatchObject({ outcome: 'hold', score: 4 })
  })
})

describe('a rule', () => {
  test('in shadow is recorded and changes nothing; a draft is not even run', () => {
    const policy = policyOf(`
lists: {x: {terms: [x]}}
rules:
  - {id: shadow, status: shadow, reason: abuse, weight: 9, match: {list: x}}
  - {id: draft, status: draft, reason: abuse, weight: 9, match: {list: x}}
`)
    expect(judge(policy, 'x')).toMatchObject({ outcome: 'approve', verdicts: [{ rule: 'shadow', weight: 0 }] })
  })

  test('with a message asks the author to reword', () => {
    const policy = policyOf(`
rules: [{id: short, reason: other, message: Say more., match: {length: {max: 3}}}]`)
    expect(judge(policy, 'yes')).toMatchObject({ outcome: 'revise', message: 'Say more.' })
  })

  test('does not count hits inside a quotation when it says so', () => {
    const policy = policyOf(`
lists: {x: {terms: [idiot]}}
rules: [{id: x, reason: abuse, weight: 3, match: {list: x}, unless: {quoted: true}}]`)
    expect(judge(policy, '> you idiot\nThat is no way to speak.').outcome).toBe('approve')
    expect(judge(policy, '> you idiot\nYou idiot.').outcome).toBe('hold')
  })

  test('leaves a page’s own vocabulary alone, by the page’s tags', () => {
    const policy = policyOf(`
context: [{when: {page.tags: [drugs]}, ignore: [cocaína]}]
lists: {x: {terms: [cocaina, heroina]}}
rules: [{id: x, reason: off-topic, weight: 3, match: {list: x}}]`)
    const page = { tags: ['drugs'] }
    expect(judge(policy, 'La cocaína', { page }).outcome).toBe('approve')
    expect(judge(policy, 'La cocaína').outcome).toBe('hold')
    expect(judge(policy, 'La heroína', { page }).outcome).toBe('hold')
  })

  test('that throws holds the comment and says so', () => {
    const policy = policyOf('rules: [{id: x, reason: spam, weight: 1, match: {length: {max: 5}}}]')
    policy.rules[0]!.matches = [
      () => {
        throw new Error('a bug')
      },
    ]
    expect(judge(policy, 'hello')).toMatchObject({
      outcome: 'hold',
      verdicts: [{ rule: 'rule-error', reason: 'other' }],
    })
  })

  test('points at the disguised word in the original text', () => {
    const policy = policyOf(`
lists: {x: {terms: [canalla]}}
rules: [{id: x, reason: abuse, weight: 3, match: {list: x}}]`)
    for (const disguised of [
      'canalla',
      'CANALLA',
      'cánàllá',
      'сanаllа',
      'ｃａｎａｌｌａ',
      'can\u200balla',
      '𝐜𝐚𝐧𝐚𝐥𝐥𝐚',
    ]) {
      const text = `¡Qué ${disguised}!`
      const [verdict] = judge(policy, text).verdicts
      const [span] = verdict?.spans ?? []
      expect(span?.text.normalize('NFC'), disguised).toBe(disguised.normalize('NFC'))
      expect(text.normalize('NFC').slice(span?.start, span?.end)).toBe(span?.text)
    }
  })

  test('matches whole words in any script: vehículo holds no culo', () => {
    const policy = policyOf(`
lists: {x: {terms: [culo, pre*, '*suf', '*any*', 'two words']}}
rules: [{id: x, reason: abuse, weight: 3, match: {list: x}}]`)
    expect(judge(policy, 'vehículo, artículo, espectáculo').verdicts).toEqual([])
    for (const text of ['culo', 'prefix', 'osuf', 'xanyx', 'two, words'])
      expect(judge(policy, text).verdicts).toHaveLength(1)
  })
})

describe('any text at all', () => {
  const policy = parsed(readFileSync(new URL('../../../policies/default.yaml', import.meta.url), 'utf8'))

  function parsed(yaml: string): Policy {
    const result = parsePolicy(yaml, 'policies/default.yaml')
    if ('faults' in result) throw new Error(JSON.stringify(result.faults))
    return result.policy
  }

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          'http://a.b',
          '\ud800',
          'te voy a matar',
          '\u200b',
          '> ',
          '\n',
          'ﬃ',
          'İ',
          'shit',
          'é',
          'e\u0301',
        ),
        { maxLength: 40 },
      )
      .map((parts) => parts.join(' ')),
  )

  test('is judged the same twice, without an error, with spans in order that cut the text where they say', () => {
    fc.assert(
      fc.property(anyText, anyText, (raw, name) => {
        const submission = draftSubmission({ text: raw, author: { name }, at })
        const evaluation = evaluate(policy, submission)
        expect(evaluate(policy, submission)).toEqual(evaluation)
        expect(evaluation.verdicts.map(({ rule }) => rule)).not.toContain('rule-error')
        for (const { spans } of evaluation.verdicts) {
          let last = { field: '', start: 0 }
          for (const { field, start, end, text } of spans) {
            const original = field === 'text' ? submission.text : submission.name
            expect(original.slice(start, end)).toBe(text)
            expect(start).toBeLessThan(end)
            if (field === last.field) expect(start).toBeGreaterThanOrEqual(last.start)
            last = { field, start }
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})

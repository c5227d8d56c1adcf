import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkPolicy, draftSubmission, evaluate, formatFault, parsePolicy } from './index.ts'

const file = new URL('../../../policies/default.yaml', import.meta.url)
const data = new URL('../../../../shared/data/', import.meta.url)
const at = new Date('2026-11-24T12:00:00Z')

const parsed = parsePolicy(readFileSync(file, 'utf8'), 'policies/default.yaml')
if ('faults' in parsed) throw new Error(parsed.faults.map(formatFault).join('\n'))
const { policy } = parsed

const held = (text: string): string | undefined => {
  const { outcome, verdicts } = evaluate(policy, draftSubmission({ text, at }))
  return outcome === 'approve' ? undefined : `${text} → ${outcome} by ${verdicts.map(({ rule }) => rule).join(', ')}`
}

test('the shipped policy passes the tests inside it', () => {
  expect(checkPolicy(policy).map(formatFault)).toEqual([])
})

describe.skipIf(!existsSync(data))('on real texts (skipped: ../shared/data is not beside this checkout)', () => {
  const lines = (path: string): string[] => readFileSync(new URL(path, data), 'utf8').split('\n').filter(Boolean)

  test('no sentence and no word about the region’s politics and crime is held', () => {
    const sentences = lines('ontopic/sentences.tsv')
      .slice(1)
      .map((line) => line.split('\t').at(-1)!)
    const texts = [...sentences, ...lines('ontopic/words.txt')]
    expect(texts.length).toBeGreaterThan(150)
    expect(texts.flatMap((text) => held(text) ?? [])).toEqual([])
  })
})

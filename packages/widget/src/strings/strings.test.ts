import { problems, reasons } from '@tertulia/contract'
import { describe, expect, test } from 'vitest'
import type { Refusal } from '../api.ts'
import { explainRefusal } from '../explain-refusal.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { ptBR } from './pt-br.ts'
import { type Strings, stringsFor } from './strings.ts'

const tables: [string, Strings][] = [
  ['en', en],
  ['es', es],
  ['pt-BR', ptBR],
]

/** Every sentence of a table, by path, functions called. */
const sentences = (value: unknown, path = ''): [string, string][] => {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') return [[path, value(3, 2)]]
  return Object.entries(value as object).flatMap(([name, one]) => sentences(one, `${path}/${name}`))
}

const same = new Set(['/admin', '/email', '/url', '/loading'])

describe.for(tables)('the table of %s', ([locale, strings]) => {
  test('has each sentence, none empty, none left in English', () => {
    const english = new Map(sentences(en))
    expect(sentences(strings).map(([path]) => path)).toEqual([...english.keys()])
    for (const [path, sentence] of sentences(strings)) {
      expect({ path, sentence }).toEqual({ path, sentence: expect.stringMatching(/\S/) })
      if (locale !== 'en' && !same.has(path)) expect(sentence, path).not.toBe(english.get(path))
    }
  })

  test('has a sentence for each reason, each problem and each field of a comment', () => {
    for (const reason of reasons) expect(strings.reasons[reason]).toMatch(/\S/)
    for (const slug of [...Object.keys(problems), 'unreachable', 'of-the-future'] as Refusal['slug'][]) {
      const explained = explainRefusal({ slug, detail: 'Why.', faults: [], retryAfterSeconds: 7 }, strings)
      expect({ slug, message: explained.message }).toEqual({ slug, message: expect.stringMatching(/\S/) })
    }
  })
})

test('a refusal names the fields it is about, and says in words what it cannot place', () => {
  const faults = [
    { pointer: '#/author/name', detail: 'must not be empty' },
    { pointer: '#/page/url', detail: 'is not on one of the site’s origins' },
  ]
  const explained = explainRefusal({ slug: 'invalid-request', detail: '', faults, retryAfterSeconds: 0 }, es)
  expect(explained.fields).toEqual({ '#/author/name': es.faults['#/author/name'] })
  expect(explained.message).toBe(`${es.refused} is not on one of the site’s origins`)
})

test.for([
  [['es-AR', 'en'], 'es'],
  [['pt', null], 'pt-BR'],
  [['pt_PT'], 'pt-BR'],
  [['fr', undefined, 'ES'], 'es'],
  [['fr'], 'en'],
  [[], 'en'],
] as const)('of %j we speak %s', ([wanted, locale]) => {
  expect(stringsFor(...wanted).locale).toBe(locale)
})

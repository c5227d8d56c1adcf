import { reasons } from '@tertulia/contract'
import { ComponentType } from 'discord-api-types/v10'
import { describe, expect, test } from 'vitest'
import { en } from '../strings/en.ts'
import { es } from '../strings/es.ts'
import { ptBR } from '../strings/pt-br.ts'
import type { CardView } from './card-view.ts'
import { renderCard } from './render-card.ts'

const now = new Date('2026-11-24T12:00:00Z')
const view: CardView = {
  comment: {
    id: '0193a7f2-5b1c-7def-8abc-0123456789ab',
    site: 'demo',
    status: 'pending',
    reason: null,
    revision: 1,
    version: 1,
    parentId: null,
    depth: 0,
    author: { name: 'Lucía *Rojas*', url: null },
    text: 'Mira http://a.example y http://b.example\n\n> ¿coca o cocaína?',
    lang: 'es',
    createdAt: '2026-11-24T11:55:00.000Z',
    editedAt: null,
  },
  author: { approved: 3, rejected: 1, firstSeenAt: '2026-11-01T00:00:00.000Z' },
  page: { key: '/hoja', title: 'La hoja (y el polvo)', url: 'https://blog.example/hoja_(y)', confirmed: false },
  parent: { name: 'Ana', text: 'Dos líneas\nen una' },
  verdicts: [
    {
      rule: 'many-links',
      reason: 'spam',
      weight: 3,
      spans: [
        { field: 'text', start: 5, end: 21, text: 'http://a.example' },
        { field: 'text', start: 24, end: 40, text: 'http://b.example' },
      ],
    },
    { rule: 'shadow', reason: 'abuse', weight: 0, spans: [] },
    { rule: 'known-author', reason: null, weight: -1, spans: [] },
  ],
  decision: null,
}
const decision: NonNullable<CardView['decision']> = {
  id: '0193a7f2-5b1c-7def-8abc-0123456789ac',
  action: 'reject',
  from: 'pending',
  to: 'rejected',
  revision: 1,
  reason: 'off-topic',
  note: 'Private words.',
  actor: { kind: 'moderator', id: 'discord:1', name: 'Bruno' },
  surface: 'discord',
  undoes: null,
  createdAt: '2026-11-24T11:59:00.000Z',
}
const rejected: CardView = { ...view, comment: { ...view.comment, status: 'rejected', version: 2 }, decision }

const card = (shown: CardView, locale = 'en', at = now) => renderCard(shown, { locale, now: at })
const texts = (shown: CardView, locale?: string): string => {
  const found: string[] = []
  JSON.stringify(card(shown, locale).components, (key, value) => {
    if (key === 'content') found.push(value)
    return value
  })
  return found.join('\n')
}

describe('a card', () => {
  test('shows who, where, what and why, with buttons that say what was seen', () => {
    expect(card(view)).toMatchInlineSnapshot(`
      {
        "allowed_mentions": {
          "parse": [],
        },
        "components": [
          {
            "accent_color": 15320170,
            "components": [
              {
                "content": "**Lucía \\*Rojas\\*** on [La hoja (y el polvo)](https://blog.example/hoja_%28y%29) (title as sent by the commenter)
      -# 3 approved · 1 rejected before · Spanish · <t:1795521300:R>
      -# In reply to **Ana**: Dos líneas en una",
                "type": 10,
              },
              {
                "content": "> Mira hxxp\\://a\\[.\\]example y hxxp\\://b\\[.\\]example
      > 
      > \\> ¿coca o cocaína?",
                "type": 10,
              },
              {
                "content": "**Why held**
      - spam +3 (many-links): “hxxp\\://a\\[.\\]example”, “hxxp\\://b\\[.\\]example”",
                "type": 10,
              },
              {
                "components": [
                  {
                    "custom_id": "t1:approve:AZOn8lscfe-KvAEjRWeJqw:1:pending",
                    "label": "Approve",
                    "style": 3,
                    "type": 2,
                  },
                  {
                    "custom_id": "t1:reject:AZOn8lscfe-KvAEjRWeJqw:1:pending",
                    "label": "Reject…",
                    "style": 4,
                    "type": 2,
                  },
                  {
                    "custom_id": "t1:spam:AZOn8lscfe-KvAEjRWeJqw:1:pending",
                    "label": "Spam",
                    "style": 2,
                    "type": 2,
                  },
                ],
                "type": 1,
              },
            ],
            "type": 17,
          },
        ],
        "flags": 32768,
      }
    `)
  })

  test('of a decided comment is one line without the text, with Undo', () => {
    expect(card(rejected)).toMatchInlineSnapshot(`
      {
        "allowed_mentions": {
          "parse": [],
        },
        "components": [
          {
            "accent_color": 15167313,
            "components": [
              {
                "accessory": {
                  "custom_id": "t1:undo:AZOn8lscfe-KvAEjRWeJqw:1:rejected:AZOn8lscfe-KvAEjRWeJrA",
                  "label": "Undo",
                  "style": 2,
                  "type": 2,
                },
                "components": [
                  {
                    "content": "**Rejected** by Bruno (off topic) <t:1795521540:R>
      -# **Lucía \\*Rojas\\*** on [La hoja (y el polvo)](https://blog.example/hoja_%28y%29) (title as sent by the commenter)",
                    "type": 10,
                  },
                ],
                "type": 9,
              },
            ],
            "type": 17,
          },
        ],
        "flags": 32768,
      }
    `)
  })

  test('offers Undo for ten minutes, and only for a moderator’s own decision', () => {
    const offers = (shown: CardView, at: Date): boolean => JSON.stringify(card(shown, 'en', at)).includes(':undo:')
    expect(offers(rejected, new Date('2026-11-24T12:08:59Z'))).toBe(true)
    expect(offers(rejected, new Date('2026-11-24T12:09:00Z'))).toBe(false)
    const byPolicy = { ...decision, actor: { kind: 'policy', id: null, name: null } } as const
    expect(offers({ ...rejected, decision: byPolicy }, now)).toBe(false)
    expect(offers({ ...rejected, decision: { ...decision, action: 'undo' } }, now)).toBe(false)
    expect(offers({ ...rejected, comment: { ...rejected.comment, status: 'deleted' } }, now)).toBe(false)
  })

  test('speaks the site’s language', () => {
    expect(texts(view, 'es')).toContain('-# antes: 3 aprobados · 1 rechazados · español · <t:1795521300:R>')
    expect(texts(rejected, 'pt-BR')).toMatch(/^\*\*Rejeitado\*\* por Bruno \(fora do assunto\)/)
  })

  test('says a newcomer’s first comment, a confirmed title, an edit, a rule that failed', () => {
    const other: CardView = {
      ...view,
      comment: { ...view.comment, editedAt: '2026-11-24T11:57:00.000Z' },
      author: { approved: 0, rejected: 0, firstSeenAt: null },
      page: { ...view.page, confirmed: true },
      verdicts: [{ rule: 'rule-error', reason: 'other', weight: 0, spans: [] }],
    }
    expect(texts(other)).toContain('first comment')
    expect(texts(other)).not.toContain('as sent by the commenter')
    expect(texts(other)).toContain('edited <t:1795521420:R>')
    expect(texts(other)).toContain('a rule failed, so a person must look')
    expect(texts({ ...view, verdicts: [] })).toContain('No rule speaks against it.')
  })

  test('stays within Discord’s limits when everything is as long as it can be and has to be escaped', () => {
    const long = (length: number) => '*'.repeat(length)
    const spans = Array.from({ length: 9 }, (_, n) => ({
      field: 'text' as const,
      start: n,
      end: n,
      text: `${n}${long(99)}`,
    }))
    const hostile: CardView = {
      ...view,
      comment: { ...view.comment, text: long(10_000), author: { name: long(80), url: null } },
      page: { key: long(512), title: long(300), url: `https://blog.example/${'a'.repeat(279)}`, confirmed: false },
      parent: { name: long(80), text: long(10_000) },
      verdicts: Array.from({ length: 30 }, (_, n) => ({ rule: `${long(50)}${n}`, reason: 'spam', weight: 2, spans })),
      decision: { ...decision, action: 'undo', to: 'pending', actor: { ...decision.actor, name: long(100) } },
    }
    for (const locale of ['en', 'es', 'pt-BR']) expect(texts(hostile, locale).length).toBeLessThanOrEqual(4_000)
    expect(texts(hostile)).toContain('more characters')
  })

  test('of a decided comment keeps the note off the channel', () => {
    expect(JSON.stringify(card(rejected))).not.toContain('Private words')
  })

  test('is one container, so that nothing a commenter writes can stand outside it', () => {
    expect(card(view).components.map(({ type }) => type)).toEqual([ComponentType.Container])
  })
})

test('labels and form texts fit Discord’s bounds in every language', () => {
  for (const strings of [en, es, ptBR]) {
    for (const label of [strings.approve, strings.reject, strings.spam, strings.undo])
      expect(label.length).toBeLessThanOrEqual(80)
    for (const label of [strings.rejectTitle, strings.reasonLabel, strings.noteLabel, strings.tellLabel])
      expect(label.length).toBeLessThanOrEqual(45)
    for (const text of [
      strings.noteDescription,
      strings.tellDescription,
      ...reasons.map((reason) => strings.reasons[reason]),
    ])
      expect(text.length).toBeLessThanOrEqual(100)
  }
})

import { describe, expect, test } from 'vitest'
import { neutralise, neutraliseLine } from './neutralise.ts'

const shown = (text: string) => neutralise(text, { charsMax: 1500, linesMax: 30, escapedMax: 2000 })

describe('neutralising', () => {
  test.each([
    [
      'leaves ordinary text alone',
      '¿Y el río? Não sei — talvez, (amanhã). 3 > 2 & 1.',
      '¿Y el río? Não sei — talvez, (amanhã). 3 > 2 & 1.',
    ],
    ['escapes markdown', '**b** _i_ ~~s~~ ||x|| `c`', '\\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~ \\|\\|x\\|\\| \\`c\\`'],
    ['escapes the backslash first, so that it cannot undo an escape', '\\*x\\*', '\\\\\\*x\\\\\\*'],
    ['breaks code fences', '```js\nx\n```', '\\`\\`\\`js\nx\n\\`\\`\\`'],
    ['breaks masked links', '[bank](https://evil.example)', '\\[bank\\](hxxps\\://evil\\[.\\]example)'],
    ['breaks addresses in any case', 'HTTP://Evil.Example/a.b', 'hxxP\\://Evil\\[.\\]Example/a.b'],
    ['breaks other schemes', 'tg://join?x', 'tg\\://join?x'],
    [
      'breaks mentions of people, roles, channels, commands and times',
      '<@1> <@&2> <#3> </x:4> <t:5:R>',
      '\\<@1> \\<@&2> \\<#3> \\</x\\:4> \\<t\\:5\\:R>',
    ],
    [
      'breaks @everyone and @here',
      '@everyone @HERE me@here.example',
      '@\u200beveryone @\u200bHERE me@\u200bhere.example',
    ],
    [
      'breaks headings, quotes, lists and small print',
      '# a\n> b\n- c\n-# d\n1. e',
      '\\# a\n\\> b\n\\- c\n\\-# d\n1\\. e',
    ],
    ['strips bidi and zero-width characters', 'a\u202eb\u200bc\u2066d\ufeffe\u{e0041}f', 'abcdef'],
    ['keeps accents but not towers of them', `a${'\u0301'.repeat(9)}`, `a${'\u0301'.repeat(3)}`],
    ['keeps paragraphs but not deserts', 'a\n\n\n\n\n\nb', 'a\n\nb'],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toEqual({ text: expected, left: 0 })
  })

  test('cuts long text and says how much is left out', () => {
    expect(shown('a'.repeat(2000))).toEqual({ text: 'a'.repeat(1500), left: 500 })
    expect(shown('a\n'.repeat(99)).text.split('\n')).toHaveLength(30)
  })

  test('stays within its bound when every character has to be escaped', () => {
    const { text, left } = shown('*'.repeat(1500))
    expect(text.length).toBeLessThanOrEqual(2000)
    expect(text.length / 2 + left).toBe(1500)
    expect(shown(`http://${'a.'.repeat(700)}`).text.length).toBeLessThanOrEqual(2000)
  })

  test('never cuts a character in half', () => {
    expect(neutralise('a🙂🙂', { charsMax: 2, escapedMax: 99 })).toEqual({ text: 'a', left: 4 })
  })

  test('puts a name on one line', () => {
    expect(neutraliseLine('Ana\n# Admin', 40)).toBe('Ana # Admin')
    expect(neutraliseLine('x'.repeat(50), 40)).toBe(`${'x'.repeat(40)}…`)
  })
})

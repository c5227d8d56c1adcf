import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type CustomId, formatCustomId, parseCustomId } from './custom-id.ts'

const comment = '0193a7f2-5b1c-7def-8abc-0123456789ab'
const id: CustomId = { action: 'approve', comment, revision: 1, seen: 'pending' }

test('a custom id is read as it was written', () => {
  for (const revision of [1, 9, 36, 46_655]) {
    const full: CustomId = { action: 'undo', comment: randomUUID(), revision, seen: 'rejected', decision: randomUUID() }
    expect(parseCustomId(formatCustomId(full))).toEqual(full)
  }
  expect(formatCustomId(id)).toBe('t1:approve:AZOn8lscfe-KvAEjRWeJqw:1:pending')
})

test('the longest custom id fits into Discord’s hundred characters', () => {
  const longest = { ...id, action: 'a'.repeat(12), revision: 36 ** 6 - 1, seen: 'approved', decision: comment } as const
  expect(formatCustomId(longest).length).toBeLessThanOrEqual(100)
  expect(parseCustomId(formatCustomId(longest))).toEqual(longest)
})

test.each([
  ['another version', 't2:approve:AZOn8lscfe-KvAEjRWeJqw:1:pending'],
  ['another spelling of the same id', 't1:approve:AZOn8lscfe-KvAEjRWeJqx:1:pending'],
  ['another spelling of the revision', 't1:approve:AZOn8lscfe-KvAEjRWeJqw:01:pending'],
  ['revision nought', 't1:approve:AZOn8lscfe-KvAEjRWeJqw:0:pending'],
  ['an unknown status', 't1:approve:AZOn8lscfe-KvAEjRWeJqw:1:deleted'],
  ['something more', 't1:approve:AZOn8lscfe-KvAEjRWeJqw:1:pending:x'],
  ['a newline at the end', 't1:approve:AZOn8lscfe-KvAEjRWeJqw:1:pending\n'],
  ['nothing', ''],
])('refuses %s', (_, text) => {
  expect(parseCustomId(text)).toBeUndefined()
})

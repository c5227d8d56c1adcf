import { expect, test } from 'vitest'
import { relativeTime } from './relative-time.ts'

const now = new Date('2026-11-20T12:00:00Z')
const before = (seconds: number) => new Date(now.getTime() - seconds * 1_000)

test.for([
  [-90, 'en', 'now'],
  [59, 'es', 'ahora'],
  [60, 'en', '1 minute ago'],
  [3_599, 'pt-BR', 'há 59 minutos'],
  [7_200, 'es', 'hace 2 horas'],
  [86_400, 'en', 'yesterday'],
  [10 * 86_400, 'pt-BR', 'há 10 dias'],
  [31 * 86_400, 'es', '20 de octubre de 2026'],
] as const)('%d seconds ago in %s reads "%s"', ([seconds, locale, words]) => {
  expect(relativeTime(before(seconds), now, locale)).toBe(words)
})

import { test } from '@tertulia/db/testing'
import { pino } from 'pino'
import { expect } from 'vitest'
import { claimCards } from './claim-cards.ts'

const log = pino({ level: 'silent' })
const never = new AbortController().signal

test('one bot at a time draws cards; a second takes over when the first is gone', async ({ databaseUrl }) => {
  const claim = claimCards({ databaseUrl, log })
  const first = await claim(never)
  let claimed = false
  const waiting = claim(never).then((second) => {
    claimed = true
    return second
  })
  const giveUp = new AbortController()
  const third = claim(giveUp.signal)
  giveUp.abort()
  await expect(third).rejects.toThrow(/abort/i)
  expect(claimed).toBe(false)
  await first.release()
  await (await waiting).release()
})

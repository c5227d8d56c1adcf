import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '@tertulia/db'
import type { Logger } from 'pino'
import { tryClaim } from './queries.ts'

const retryMs = 2_000

/** The right to draw cards, which one process has at a time. */
export interface Claim {
  /** Resolves when another process has taken it over. */
  lost: Promise<void>
  release(): Promise<void>
}

export type ClaimCards = (signal: AbortSignal) => Promise<Claim>

/** For a bot that is surely alone. */
export const alone: ClaimCards = async () => ({ lost: new Promise(() => {}), release: async () => {} })

/**
 * Waits until no other bot draws the cards of this database, then claims them by a session lock on a connection of its own,
 * asked for again every 2 s: after a lost connection it is ours again, or another's. Needs a direct or session-pooled
 * connection. Rejects when `signal` aborts.
 */
export const claimCards =
  ({ databaseUrl, log }: { databaseUrl: string; log: Logger }): ClaimCards =>
  async (signal) => {
    const db = openDatabase(databaseUrl, { poolMax: 1 })
    const lost = Promise.withResolvers<void>()
    try {
      for (let told = false; !(await tryClaim(db).catch(() => false)); told = true) {
        if (!told) log.info('Another bot draws the cards; this one answers presses and stands by')
        await delay(retryMs, undefined, { signal })
      }
    } catch (error) {
      await db.destroy()
      throw error
    }
    const beat = setInterval(async () => {
      // Without the database nobody draws anything; when it is back, the next beat tells.
      if (await tryClaim(db).catch(() => true)) return
      log.warn('Another bot draws the cards now; this one stands by')
      lost.resolve()
    }, retryMs)
    return {
      lost: lost.promise,
      async release() {
        clearInterval(beat)
        await db.destroy()
      },
    }
  }

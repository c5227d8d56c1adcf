import type { Tertulia } from '@tertulia/comments'
import type { REST } from 'discord.js'
import type { Logger } from 'pino'
import { createLane, type Lane } from './channel-lane.ts'
import { channelsBehind } from './queries.ts'
import { sweepCards } from './sweep/sweep-cards.ts'

const hourMs = 3_600_000
// An Undo lapses without a change in the log.
const lapseMs = 15_000

export interface ReconcilerOptions {
  tertulia: Tertulia
  rest: REST
  log: Logger
  onTokenInvalid: () => void
}

/** Makes Discord equal to the rows, whatever happened in between. */
export interface Reconciler {
  start(): Promise<void>
  /** Looks for cards that are behind. */
  wake(): void
  /** Leaves a comment's cards to a press that is answering it, until the returned function is called. */
  hold(comment: string): () => void
  /** Begins nothing more and resolves when what runs has ended. */
  stop(): Promise<void>
}

export function createReconciler({ tertulia, rest, log, onTokenInvalid }: ReconcilerOptions): Reconciler {
  const lanes = new Map<string, Lane>()
  const holds: string[] = []
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()
  const { signal } = stopping
  let timers: NodeJS.Timeout[] = []
  let unfollow = (): void => {}
  let looking = false
  let again = false

  const laneOf = (channel: string): Lane => {
    const lane =
      lanes.get(channel) ?? createLane({ tertulia, rest, log, signal, channel, onTokenInvalid, held: () => holds })
    lanes.set(channel, lane)
    return lane
  }

  async function look(): Promise<void> {
    do {
      again = false
      const sites = tertulia.sites.all().map((site) => site.id)
      if (sites.length === 0) return
      for (const channel of await channelsBehind(tertulia.db, { sites, now: tertulia.now() })) {
        track(laneOf(channel).run())
      }
    } while (again && !signal.aborted)
  }

  function wake(): void {
    again = true
    if (looking || signal.aborted) return
    looking = true
    track(
      look()
        .catch((error: unknown) => {
          if (!signal.aborted) log.error({ err: error }, 'Cards that are behind could not be read')
        })
        .finally(() => {
          looking = false
        }),
    )
  }

  async function sweep(): Promise<void> {
    for (const lane of lanes.values()) lane.revive()
    await sweepCards({ tertulia, rest, log }).catch((error: unknown) => {
      if (!signal.aborted) log.error({ err: error }, 'The hourly look at all cards failed')
    })
    wake()
  }

  /** So that stopping can wait for it. */
  function track(work: Promise<void>): void {
    running.add(work)
    void work.finally(() => running.delete(work))
  }

  return {
    wake,
    async start() {
      unfollow = await tertulia.changes.follow((changes) => {
        if (changes.some(({ comment }) => comment !== null)) wake()
      })
      track(sweep())
      timers = [setInterval(wake, lapseMs), setInterval(() => track(sweep()), hourMs)]
    },
    hold(comment) {
      holds.push(comment)
      return () => {
        holds.splice(holds.indexOf(comment), 1)
        wake()
      }
    },
    async stop() {
      unfollow()
      stopping.abort()
      for (const timer of timers) clearInterval(timer)
      for (const lane of lanes.values()) lane.stop()
      await Promise.allSettled(running)
    },
  }
}

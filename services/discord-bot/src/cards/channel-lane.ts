import type { Logger } from 'pino'
import { type Delivery, deliverCard } from './deliver.ts'
import { discordFailure } from './discord-failure.ts'
import {
  type CardRow,
  forgetMessage,
  type Kind,
  markChannelDead,
  markDead,
  nextCard,
  settleUnposted,
} from './queries.ts'

const kinds: readonly Kind[] = ['post', 'edit', 'old-edit']
const hourMs = 3_600_000
// Edits of messages older than an hour: 3 per 6 s a channel (discord.md, 1.2); asking for more stalls the young ones too.
const oldEditPauseMs = 2_000
const backoffMs = { first: 1_000, most: 60_000 }

export interface LaneOptions extends Delivery {
  channel: string
  log: Logger
  /** aborted when the bot stops: nothing more is begun then */
  signal: AbortSignal
  onTokenInvalid: () => void
}

/** Brings one channel's cards up to date, one request at a time. */
export interface Lane {
  /** Works until nothing is left to do, or nothing may be done yet; it goes on by itself when it may. */
  run(): Promise<void>
  /** Forgets what was broken. */
  revive(): void
  stop(): void
}

export function createLane(options: LaneOptions): Lane {
  const { tertulia, channel, log, signal } = options
  const notBefore = { post: 0, edit: 0, 'old-edit': 0 }
  let failures = 0
  let broken = false
  let again = false
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  async function work(): Promise<void> {
    do {
      again = false
      await settleUnposted(tertulia.db, channel)
      for (let row = await next(); row; row = await next()) {
        const kind = kindOf(row)
        try {
          await deliverCard(options, row)
          failures = 0
          if (kind === 'old-edit') pause([kind], oldEditPauseMs)
        } catch (error) {
          await fail(error, row, kind)
        }
      }
    } while (again && !stopped())
  }

  const stopped = (): boolean => broken || signal.aborted

  async function next(): Promise<CardRow | undefined> {
    const open = kinds.filter((kind) => notBefore[kind] <= performance.now())
    if (stopped() || open.length === 0) return undefined
    const sites = tertulia.sites.all().map((site) => site.id)
    return nextCard(tertulia.db, { channel, sites, now: tertulia.now(), kinds: open, except: options.held() })
  }

  const kindOf = ({ message, postedAt }: CardRow): Kind => {
    if (!message) return 'post'
    return postedAt && tertulia.now().getTime() - postedAt.getTime() < hourMs ? 'edit' : 'old-edit'
  }

  function pause(which: readonly Kind[], ms: number): void {
    for (const kind of which) notBefore[kind] = Math.max(notBefore[kind], performance.now() + ms)
    schedule()
  }

  function schedule(): void {
    clearTimeout(timer)
    const waits = kinds.map((kind) => notBefore[kind] - performance.now()).filter((wait) => wait > 0)
    if (waits.length > 0 && !stopped()) timer = setTimeout(() => void run(), Math.min(...waits) + 1)
  }

  async function fail(error: unknown, row: CardRow, kind: Kind): Promise<void> {
    if (signal.aborted) return
    const failure = discordFailure(error)
    const about = { channel, comment: row.comment }
    switch (failure.kind) {
      case 'rate-limited':
        log.debug({ channel, kind, afterMs: failure.afterMs }, 'Discord asks for patience')
        return pause([kind], failure.afterMs)
      case 'message-gone':
        log.info(about, 'The message of a card is gone')
        await forgetMessage(tertulia.db, row)
        await settleUnposted(tertulia.db, channel)
        return
      case 'channel-broken':
        log.error({ channel }, `No cards in this channel until the next hour or start: ${failure.reason}`)
        broken = true
        await markChannelDead(tertulia.db, channel, failure.reason)
        return
      case 'card-refused':
        log.error({ ...about, reason: failure.reason }, 'Discord refused a card')
        await markDead(tertulia.db, row, failure.reason)
        return
      case 'token-invalid':
        broken = true
        return options.onTokenInvalid()
      case 'transient': {
        const waitMs = Math.min(backoffMs.first * 2 ** failures++, backoffMs.most)
        log.warn({ channel, reason: failure.reason, waitMs }, 'A card could not be sent')
        return pause(kinds, Math.max(waitMs, failure.afterMs))
      }
    }
  }

  function run(): Promise<void> {
    again = true
    running ??= work()
      .catch((error: unknown) => {
        if (signal.aborted) return
        log.error({ err: error, channel }, 'Cards could not be read or saved')
        pause(kinds, backoffMs.first)
      })
      .finally(() => {
        running = undefined
      })
    return running
  }

  return {
    run,
    revive() {
      broken = false
      failures = 0
    },
    stop: () => clearTimeout(timer),
  }
}

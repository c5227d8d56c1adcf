import pg from 'pg'
import { type Change, logHead, type Position, readChanges } from './read-changes.ts'

const channel = 'tertulia_change'
const coalesceMs = 20
const pollMs = 1_000
const batch = 500

/** A follower gets every change once, in order; it renders present state, never the event's. */
export type Follower = (changes: readonly Change[]) => void | Promise<void>

export interface ChangeLog {
  /** Tells all processes that something was committed. Call after commit; a lost bell costs a second, nothing else. */
  ring(): void
  /** Follows the log after `from` (default: from now on) until the returned function is called. */
  follow(follower: Follower, from?: Position): Promise<() => void>
  /** Where the log was last read up to, and when (milliseconds, `performance.now`). */
  readonly head: { position: Position; checkedAtMs: number }
  close(): Promise<void>
}

/**
 * The change log on one connection of its own: listens for bells, rings them (coalesced to 20 ms), reads on each, and
 * every second anyway. A broken connection is made anew at the next read; `onError` hears why.
 * Throws when the first connection fails.
 */
export async function openChangeLog(
  databaseUrl: string,
  options: { onError?: (error: Error) => void } = {},
): Promise<ChangeLog> {
  const onError = options.onError ?? (() => {})
  const subscriptions = new Set<{ follower: Follower; position: Position }>()
  const head = { position: { xid: '0', id: '0' }, checkedAtMs: 0 }
  let client: pg.Client | undefined
  let reading: Promise<void> | undefined
  let wanted = { read: false, bell: false }
  let bellTimer: NodeJS.Timeout | undefined
  let closed = false

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
    fresh.on('error', onError)
    fresh.on('end', () => {
      if (client === fresh) client = undefined
    })
    fresh.on('notification', () => void read())
    await fresh.connect()
    await fresh.query(`listen ${channel}`)
    return fresh
  }

  async function readOnce(bell: boolean): Promise<void> {
    client ??= await connect()
    if (bell) await client.query(`notify ${channel}`)
    const target = await logHead(client)
    for (const subscription of subscriptions) {
      let changes: Change[]
      do {
        changes = await readChanges(client, subscription.position, batch)
        if (changes.length === 0 || !subscriptions.has(subscription)) break
        await subscription.follower(changes)
        subscription.position = changes.at(-1)!.position
      } while (changes.length === batch)
    }
    head.position = target
    head.checkedAtMs = performance.now()
  }

  // One query at a time on the connection: a wish made during a read is granted by the next round.
  async function work(): Promise<void> {
    while (wanted.read && !closed) {
      const { bell } = wanted
      wanted = { read: false, bell: false }
      try {
        await readOnce(bell)
      } catch (error) {
        const broken = client
        client = undefined
        void broken?.end().catch(() => {})
        onError(error as Error)
      }
    }
  }

  function read(bell = false): Promise<void> {
    wanted = { read: true, bell: wanted.bell || bell }
    reading ??= work().finally(() => {
      reading = undefined
    })
    return reading
  }

  await readOnce(false)
  const poll = setInterval(() => void read(), pollMs)

  return {
    head,
    ring() {
      bellTimer ??= setTimeout(() => {
        bellTimer = undefined
        void read(true)
      }, coalesceMs)
    },
    async follow(follower, from) {
      if (!from) await read()
      const subscription = { follower, position: from ?? head.position }
      subscriptions.add(subscription)
      if (from) void read()
      return () => void subscriptions.delete(subscription)
    },
    async close() {
      clearInterval(poll)
      if (bellTimer) {
        clearTimeout(bellTimer)
        await read(true)
      }
      closed = true
      await reading
      await client?.end().catch(() => {})
    },
  }
}

import type { Tertulia } from '@tertulia/comments'
import { type Change, formatPosition, type Position } from '@tertulia/db'
import { encode, liveEvents, serverEvent } from './live-events.ts'
import { changesOfPage, countApproved, livePages } from './queries.ts'

/** A reader who takes bytes slower than this falls behind and is let go; the browser reconnects where it was. */
const unreadChunksMax = 200
const heartbeatMs = 25_000

interface Listener {
  send(text: string): void
  close(): void
  /** events up to here were sent; undefined while older ones are still being read */
  position: Position | undefined
  waiting: { position: Position; text: string }[]
}

export interface LiveStreams {
  /** A stream of one page's events, from `after` on or from now. */
  open(site: string, pageKey: string, after: Position | undefined): Promise<ReadableStream<Uint8Array>>
  /** Sends what the public saw change. */
  broadcast(changes: readonly Change[]): Promise<void>
  closeAll(): void
}

const isAfter = (a: Position, b: Position): boolean =>
  BigInt(a.xid) === BigInt(b.xid) ? BigInt(a.id) > BigInt(b.id) : BigInt(a.xid) > BigInt(b.xid)

/** Every open stream of this process, by page. */
export function createLiveStreams(tertulia: Tertulia): LiveStreams {
  const listeners = new Map<string, Set<Listener>>()
  const address = (site: string, key: string): string => `${site}\n${key}`
  const heartbeat = setInterval(() => {
    for (const group of listeners.values()) for (const listener of group) listener.send(': still here\n\n')
  }, heartbeatMs)

  function join(site: string, key: string, listener: Listener): () => void {
    const group = listeners.get(address(site, key)) ?? new Set()
    listeners.set(address(site, key), group.add(listener))
    return () => {
      group.delete(listener)
      if (group.size === 0 && listeners.get(address(site, key)) === group) listeners.delete(address(site, key))
    }
  }

  function deliver(listener: Listener, position: Position, text: string): void {
    if (!listener.position) listener.waiting.push({ position, text })
    else if (isAfter(position, listener.position)) {
      listener.position = position
      listener.send(text)
    }
  }

  /** What happened while the reader was away, then what waited meanwhile. */
  async function catchUp(site: string, key: string, listener: Listener, after: Position | undefined): Promise<void> {
    const head = tertulia.changes.head.position
    const missed = after ? await changesOfPage(tertulia.db, site, key, after) : []
    for (const { text } of await liveEvents(tertulia.db, missed)) listener.send(text)
    const position = missed.at(-1)?.position ?? (after && isAfter(after, head) ? after : head)
    const commentCount = await countApproved(tertulia.db, site, key)
    listener.send(serverEvent('count', { commentCount }, formatPosition(position)))
    listener.position = position
    for (const { position: at, text } of listener.waiting.splice(0)) deliver(listener, at, text)
  }

  return {
    async open(site, key, after) {
      let leave = (): void => {}
      return new ReadableStream<Uint8Array>(
        {
          async start(controller) {
            const listener: Listener = {
              position: undefined,
              waiting: [],
              send(text) {
                if ((controller.desiredSize ?? 0) < -unreadChunksMax) return listener.close()
                controller.enqueue(encode(text))
              },
              close() {
                leave()
                controller.close()
              },
            }
            leave = join(site, key, listener)
            listener.send('retry: 3000\n\n')
            await catchUp(site, key, listener, after).catch(() => listener.close())
          },
          cancel: () => leave(),
        },
        { highWaterMark: 1 },
      )
    },
    async broadcast(changes) {
      if (listeners.size === 0) return
      const pages = await livePages(tertulia.db, [...new Set(changes.flatMap((change) => change.page ?? []))])
      for (const page of pages) {
        const group = listeners.get(address(page.site, page.key))
        if (!group) continue
        const own = changes.filter((change) => change.page === page.id && change.comment)
        const events = await liveEvents(tertulia.db, own)
        const last = events.at(-1)?.change.position
        const count = serverEvent('count', { commentCount: page.commentCount })
        for (const listener of [...group]) {
          for (const { change, text } of events)
            deliver(listener, change.position, change.position === last ? text + count : text)
        }
      }
    },
    closeAll() {
      clearInterval(heartbeat)
      for (const group of listeners.values()) for (const listener of [...group]) listener.close()
    },
  }
}

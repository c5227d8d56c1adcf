import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Feed } from '../state/feed.ts'

const coalesceMs = 25
const keepAliveMs = 15_000

/** Server-sent events that say only "look again"; a burst of changes is one event. */
export const followChanges = (c: Context, feed: Feed): Response =>
  streamSSE(c, async (stream) => {
    let pending: NodeJS.Timeout | undefined
    const say = (event: string) => stream.writeSSE({ event, data: '' })
    const unsubscribe = feed.subscribe(() => {
      pending ??= setTimeout(() => {
        pending = undefined
        void say('change')
      }, coalesceMs)
    })
    const alive = setInterval(() => void say('alive'), keepAliveMs)
    await say('change')
    await new Promise<void>((resolve) => stream.onAbort(resolve))
    unsubscribe()
    clearTimeout(pending)
    clearInterval(alive)
  })

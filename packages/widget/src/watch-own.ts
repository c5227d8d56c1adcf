import type { OwnComment } from '@tertulia/contract'
import type { Api } from './api.ts'
import type { Receipts } from './receipts.ts'

export interface WatchOptions {
  api: Pick<Api, 'own'>
  receipts: Receipts
  page: string
  /** What the server says now. */
  tell(own: OwnComment): void
  /** The comment is no more. */
  gone(id: string): void
  signal: AbortSignal
}

const firstMs = 15_000
const longestMs = 300_000
const soonMs = 1_000

/**
 * Asks by receipt what became of the reader's own comments on this page: now, when something happened on the page, and
 * from time to time, less and less often, while the tab is seen. A rejection is no public event, so it must be asked for.
 */
export function watchOwn({ api, receipts, page, tell, gone, signal }: WatchOptions): { soon(): void } {
  let delayMs = firstMs
  let timer: ReturnType<typeof setTimeout> | undefined
  let dueAt = Number.POSITIVE_INFINITY
  let checking = false

  function stop(): void {
    clearTimeout(timer)
    dueAt = Number.POSITIVE_INFINITY
  }

  /** In `ms`, or when it is due anyway, whichever is first. */
  function later(ms: number): void {
    if (signal.aborted || document.hidden || receipts.watched(page).length === 0 || Date.now() + ms >= dueAt) return
    stop()
    dueAt = Date.now() + ms
    timer = setTimeout(check, ms)
  }

  async function check(): Promise<void> {
    stop()
    if (checking) return
    checking = true
    for (const { id, receipt } of receipts.watched(page)) {
      const answer = await api.own(id, receipt)
      if (signal.aborted) return
      if (answer.ok && answer.value.status !== 'deleted') tell(answer.value)
      else if (answer.ok || answer.refusal.slug === 'not-found') {
        receipts.forget(id)
        gone(id)
      }
    }
    checking = false
    later(delayMs)
    delayMs = Math.min(delayMs * 1.5, longestMs)
  }

  function soon(): void {
    delayMs = firstMs
    later(soonMs)
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : soon()), { signal })
  signal.addEventListener('abort', stop)
  void check()
  return { soon }
}

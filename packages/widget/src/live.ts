import type { PublicComment } from '@tertulia/contract'

export interface LiveOptions {
  url: string
  /** a comment that is new, or changed */
  comment(comment: PublicComment): void
  remove(id: string): void
  /** how many there are now; `opening` when it is the first word of a stream */
  count(commentCount: number, opening: boolean): void
  /** Reads the list again: something may have been missed. */
  refresh(): Promise<void>
  signal: AbortSignal
}

const pollMs = 30_000

/**
 * Follows a page: a stream while the tab is seen, since browsers allow a host only six connections over HTTP/1.1, and
 * polling where streams fail. `Last-Event-ID` is the browser's own work.
 */
export function followPage(options: LiveOptions): void {
  const { signal } = options
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function open(): void {
    if (signal.aborted || document.hidden || source) return
    let opening = true
    const stream = new EventSource(options.url)
    source = stream
    const on = (name: string, handle: (data: never) => void) =>
      stream.addEventListener(name, ({ data }) => {
        try {
          handle(JSON.parse(data) as never)
        } catch {
          // A garbled event is made good by the next refresh.
        }
      })
    on('comment', options.comment)
    on('edit', options.comment)
    on('remove', ({ id }: { id: string }) => options.remove(id))
    on('count', ({ commentCount }: { commentCount: number }) => {
      options.count(commentCount, opening)
      opening = false
    })
    stream.onopen = () => {
      opening = true
    }
    stream.onerror = () => {
      // Otherwise the browser is reconnecting by itself.
      if (stream.readyState === EventSource.CLOSED) pollLater()
    }
  }

  function close(): void {
    source?.close()
    source = undefined
    clearTimeout(timer)
  }

  function pollLater(): void {
    close()
    if (!signal.aborted && !document.hidden) timer = setTimeout(catchUp, pollMs)
  }

  async function catchUp(): Promise<void> {
    await options.refresh()
    open()
  }

  document.addEventListener('visibilitychange', () => (document.hidden ? close() : void catchUp()), { signal })
  signal.addEventListener('abort', close)
  open()
}

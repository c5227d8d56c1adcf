import type { Feed } from '../state/feed.ts'
import type { SimRequest, Violation } from './route.ts'

const kept = 20_000

/** What clients asked and what was wrong with it; the oldest entries go after 20,000. */
export function createRequestLog(feed: Feed) {
  const requests: SimRequest[] = []
  const violations: Violation[] = []
  const trim = (list: unknown[]) => {
    if (list.length > kept) list.splice(0, list.length - kept)
  }
  return {
    requests,
    violations,
    begin(entry: SimRequest): SimRequest {
      requests.push(entry)
      trim(requests)
      return entry
    },
    violation(found: Violation): void {
      violations.push(found)
      trim(violations)
    },
    end(entry: SimRequest, answer: { status: number; code?: number }): void {
      Object.assign(entry, answer)
      feed.emit({ kind: 'request' })
    },
  }
}

export type RequestLog = ReturnType<typeof createRequestLog>

import { createHash } from 'node:crypto'

interface Window {
  used: number
  startedRealMs: number
  startedMs: number
}

export interface Taken {
  ok: boolean
  limit: number
  remaining: number
  resetAfterMs: number
  bucket: string
}

export type RateLimits = ReturnType<typeof createRateLimits>

/**
 * Fixed windows. A window ends when either clock says so: clients wait with real timers, tests may move the injected one.
 */
export function createRateLimits(now: () => number, enabled = true) {
  const windows = new Map<string, Window>()
  const elapsed = (window: Window) => Math.max(performance.now() - window.startedRealMs, now() - window.startedMs)

  return {
    take(key: string, max: number, windowMs: number): Taken {
      let window = windows.get(key)
      if (!window || elapsed(window) >= windowMs) {
        window = { used: 0, startedRealMs: performance.now(), startedMs: now() }
        windows.set(key, window)
      }
      const ok = !enabled || window.used < max
      if (ok) window.used++
      return {
        ok,
        limit: max,
        remaining: Math.max(0, enabled ? max - window.used : max),
        resetAfterMs: Math.max(1, windowMs - elapsed(window)),
        bucket: createHash('md5').update(key).digest('hex'),
      }
    },
  }
}

/** Headers of Discord's documentation, "Rate Limits". */
export const rateLimitHeaders = (taken: Taken, nowMs: number): Record<string, string> => ({
  'x-ratelimit-limit': String(taken.limit),
  'x-ratelimit-remaining': String(taken.remaining),
  'x-ratelimit-reset': ((nowMs + taken.resetAfterMs) / 1000).toFixed(3),
  'x-ratelimit-reset-after': (taken.resetAfterMs / 1000).toFixed(3),
  'x-ratelimit-bucket': taken.bucket,
})

import type { SiteConfig } from '@tertulia/comments'
import { Problem } from '@tertulia/contract'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

export interface PostLimits {
  /** Counts one post of the visitor. Throws `rate-limited` with `retryAfter` in seconds. */
  take(site: SiteConfig, address: string | null): Promise<void>
}

/** Each site's `limits.posts`, per visitor, counted in this process. */
export function createPostLimits(): PostLimits {
  const limiters = new Map<string, RateLimiterMemory>()

  function limiterOf(limit: { points: number; seconds: number }): RateLimiterMemory {
    const name = `${limit.points} per ${limit.seconds}`
    const limiter = limiters.get(name) ?? new RateLimiterMemory({ points: limit.points, duration: limit.seconds })
    limiters.set(name, limiter)
    return limiter
  }

  return {
    async take(site, address) {
      const limit = site.limits.posts
      if (!limit) return
      try {
        await limiterOf(limit).consume(`${site.id} ${address ?? 'unknown'}`)
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        const retryAfter = Math.ceil(refused.msBeforeNext / 1_000)
        throw new Problem('rate-limited', `You have posted often. Try again in ${retryAfter} s.`, { retryAfter })
      }
    },
  }
}

import { isOriginOf, type SiteConfig, type Sites } from '@tertulia/comments'
import { Problem } from '@tertulia/contract'
import type { MiddlewareHandler } from 'hono'
import { always } from './always.ts'
import type { AppEnv } from './app-env.ts'

const preflight = {
  ...always,
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key',
  'access-control-max-age': '86400',
}

/**
 * Public reads and preflights answer any origin. A write needs an origin that one of the sites lists, our own, or none at
 * all (not a browser). No cookie or other ambient credential is ever read, so `*` gives nothing away.
 */
export const cors = (options: {
  sites: Sites
  publicUrl: string
  demoOrigins: readonly string[]
}): MiddlewareHandler<AppEnv> => {
  const own = new Set([new URL(options.publicUrl).origin, ...options.demoOrigins])
  return async function cors(c, next) {
    if (c.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: preflight })
    const origin = c.req.header('origin')
    if (origin !== undefined && c.req.method !== 'GET' && c.req.method !== 'HEAD' && !own.has(origin)) {
      refuseForeign(options.sites, c.req.path, origin)
    }
    return next()
  }
}

function refuseForeign(sites: Sites, path: string, origin: string): void {
  const named = /^\/v1\/sites\/([^/]+)\//.exec(path)?.[1]
  const candidates: readonly (SiteConfig | undefined)[] = named ? [sites.find(named)] : sites.all()
  // A site that does not exist has its own answer, further in.
  if (named && !candidates[0]) return
  if (candidates.some((site) => site && isOriginOf(site, origin))) return
  throw new Problem(
    'forbidden',
    'This page may not post here: its origin is not among the site’s `origins` in tertulia.yaml.',
  )
}

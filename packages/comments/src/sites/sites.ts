import { Problem } from '@tertulia/contract'
import type { SiteConfig } from './site-file.ts'

/** The sites as the present tertulia.yaml has them. */
export interface Sites {
  all(): readonly SiteConfig[]
  find(id: string): SiteConfig | undefined
  /** The site, or `not-found`. */
  get(id: string): SiteConfig
  /** Takes a whole new set at once. */
  replace(sites: readonly SiteConfig[]): void
}

export function createSites(initial: readonly SiteConfig[] = []): Sites {
  let byId = new Map(initial.map((site) => [site.id, site]))
  return {
    all: () => [...byId.values()],
    find: (id) => byId.get(id),
    get(id) {
      const site = byId.get(id)
      if (!site) throw new Problem('not-found', 'There is no such site.')
      return site
    },
    replace(sites) {
      byId = new Map(sites.map((site) => [site.id, site]))
    },
  }
}

/** Whether an address or an `Origin` header belongs to one of the site's origins; `https://*.example.com` covers subdomains. */
export function isOriginOf(site: SiteConfig, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { origin, protocol, host } = new URL(address)
  return site.origins.some((allowed) => {
    const wildcard = /^(https?:)\/\/\*\.(.+)$/.exec(allowed)
    return wildcard ? protocol === wildcard[1] && host.endsWith(`.${wildcard[2]}`) : origin === new URL(allowed).origin
  })
}

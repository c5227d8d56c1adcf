import { Problem } from '@tertulia/contract'

/** Somebody who may decide: an API key's holder or a member with a site's role in Discord. Carried by every privileged verb. */
export interface Moderator {
  id: string
  name: string
  scope: 'moderate' | 'admin'
  surface: 'api' | 'discord' | 'cli'
  /** null: every site */
  sites: readonly string[] | null
}

/** Throws `not-found` for a site that is not the moderator's: they may not know that it exists. */
export function requireSite(moderator: Moderator, site: string): void {
  if (moderator.sites && !moderator.sites.includes(site)) throw new Problem('not-found', 'There is no such site.')
}

/** Throws `forbidden` unless the moderator is an admin. */
export function requireAdmin(moderator: Moderator): void {
  if (moderator.scope !== 'admin') throw new Problem('forbidden', 'This needs an admin.')
}

import type { Moderator, SiteConfig } from '@tertulia/comments'
import type { ButtonInteraction, ModalSubmitInteraction } from 'discord.js'

/** Who pressed, and where: what Discord vouches for. */
export interface Presser {
  guild: string | null
  id: string
  name: string
  roles: readonly string[]
}

/** The member behind an interaction. `member` is a cached GuildMember or plain data, depending on what the client knows. */
export function presserOf({ guildId, member, user }: ButtonInteraction | ModalSubmitInteraction): Presser {
  const roles = member ? (Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()]) : []
  const name = member && 'displayName' in member ? member.displayName : (member?.nick ?? user.displayName)
  return { guild: guildId, id: user.id, name, roles }
}

/** The moderator that a presser is on this site, or undefined: nobody may decide unless a role of the site says so. */
export function authorise(presser: Presser, site: SiteConfig): Moderator | undefined {
  const { discord } = site
  if (!discord || presser.guild !== discord.guild) return undefined
  const has = (roles: readonly string[]): boolean => roles.some((role) => presser.roles.includes(role))
  const scope = has(discord.admins) ? 'admin' : has(discord.moderators) ? 'moderate' : undefined
  if (!scope) return undefined
  return { id: `discord:${presser.id}`, name: presser.name, scope, surface: 'discord', sites: [site.id] }
}

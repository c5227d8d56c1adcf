import { PermissionFlagsBits as P } from 'discord-api-types/v10'

/** What exists before the bot comes: one guild with its channels, roles and people. Ids are 17 to 19 digits, since clients key their rate limits by that. */
export interface World {
  application: { id: string; name: string }
  guild: { id: string; name: string; ownerId: string; locale: string }
  channels: WorldChannel[]
  roles: WorldRole[]
  users: WorldUser[]
}

export interface WorldChannel {
  id: string
  name: string
  topic?: string
  /** Permission overwrites, as Discord has them: `type` 0 for a role, 1 for a member. */
  overwrites: { id: string; type: 0 | 1; allow: bigint; deny: bigint }[]
}

export interface WorldRole {
  id: string
  name: string
  permissions: bigint
  color?: number
}

export interface WorldUser {
  id: string
  username: string
  displayName: string
  roles: string[]
  bot?: boolean
  locale?: string
}

const guild = '100000000000000001'
const moderator = '100000000000000010'
const admin = '100000000000000011'
const botRole = '100000000000000012'
const bot = '100000000000000020'
const carmen = '100000000000000033'
const diego = '100000000000000034'

const write = P.SendMessages | P.EmbedLinks | P.AttachFiles | P.ReadMessageHistory | P.UseApplicationCommands
const see = { allow: P.ViewChannel, deny: 0n }

/** The guild of the shipped `tertulia.yaml`: Ana and Bruno moderate, Carmen administers, Diego may look but has no role. */
export const defaultWorld: World = {
  application: { id: bot, name: 'Tertulia' },
  guild: { id: guild, name: 'Demo blog', ownerId: carmen, locale: 'en-US' },
  channels: [
    {
      id: '100000000000000002',
      name: 'comments-queue',
      topic: 'Comments waiting for a decision',
      overwrites: [
        { id: guild, type: 0, allow: 0n, deny: P.ViewChannel },
        { id: moderator, type: 0, ...see },
        { id: admin, type: 0, ...see },
        { id: botRole, type: 0, ...see },
        { id: diego, type: 1, ...see },
      ],
    },
  ],
  roles: [
    { id: guild, name: '@everyone', permissions: P.ViewChannel | write },
    { id: moderator, name: 'Moderator', permissions: P.ManageMessages, color: 0x2a9d8f },
    { id: admin, name: 'Admin', permissions: P.ManageGuild | P.ManageMessages, color: 0xe76f51 },
    { id: botRole, name: 'Tertulia', permissions: P.ViewChannel | write },
  ],
  users: [
    { id: bot, username: 'tertulia', displayName: 'Tertulia', roles: [botRole], bot: true },
    { id: '100000000000000031', username: 'ana', displayName: 'Ana', roles: [moderator], locale: 'es-419' },
    { id: '100000000000000032', username: 'bruno', displayName: 'Bruno', roles: [moderator], locale: 'pt-BR' },
    { id: carmen, username: 'carmen', displayName: 'Carmen', roles: [admin], locale: 'es-ES' },
    { id: diego, username: 'diego', displayName: 'Diego', roles: [], locale: 'en-US' },
  ],
}

/** Ids of the default world's people, by name. */
export const people = { ana: '100000000000000031', bruno: '100000000000000032', carmen, diego, bot } as const

/** A world of one's own over the default one; deep enough a copy that changing it leaves the default alone. */
export function makeWorld(changes: Partial<World> = {}): World {
  return structuredClone({ ...defaultWorld, ...changes })
}

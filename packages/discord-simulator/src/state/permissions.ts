import { PermissionFlagsBits as P } from 'discord-api-types/v10'
import type { World } from '../world.ts'

const all = Object.values(P).reduce((sum, bit) => sum | bit, 0n)

/** Permissions of a member in a channel, computed as Discord documents it: roles, then the overwrites of @everyone, roles and member. */
export function permissionsIn(world: World, channelId: string, userId: string): bigint {
  const user = world.users.find((candidate) => candidate.id === userId)
  const channel = world.channels.find((candidate) => candidate.id === channelId)
  if (!user || !channel) return 0n
  const everyone = world.guild.id
  const base = world.roles
    .filter((role) => role.id === everyone || user.roles.includes(role.id))
    .reduce((sum, role) => sum | role.permissions, 0n)
  if (userId === world.guild.ownerId || base & P.Administrator) return all

  const overwrite = (permissions: bigint, ids: readonly string[]) => {
    const found = channel.overwrites.filter((candidate) => ids.includes(candidate.id))
    const denied = found.reduce((sum, one) => sum | one.deny, 0n)
    const allowed = found.reduce((sum, one) => sum | one.allow, 0n)
    return (permissions & ~denied) | allowed
  }
  const permissions = overwrite(overwrite(overwrite(base, [everyone]), user.roles), [userId])
  return permissions & P.ViewChannel ? permissions : 0n
}

export const canSee = (world: World, channelId: string, userId: string): boolean =>
  (permissionsIn(world, channelId, userId) & P.ViewChannel) !== 0n

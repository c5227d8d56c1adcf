import { PermissionFlagsBits as P } from 'discord-api-types/v10'
import { permissionsIn } from '../state/permissions.ts'
import type { WorldChannel } from '../world.ts'
import { missingAccess, missingPermissions, unknownApplication, unknownChannel, unknownGuild } from './discord-error.ts'
import type { Call } from './route.ts'

/** The channel of the path, which the bot may see and has the permissions for: else 10003, 50001, 50013. */
export function channelFor(call: Call, needed = 0n): WorldChannel {
  const { world } = call.state
  const channel = world.channels.find((candidate) => candidate.id === call.params.channel)
  if (!channel) throw unknownChannel()
  const permissions = permissionsIn(world, channel.id, world.application.id)
  if (!(permissions & P.ViewChannel)) throw missingAccess()
  if ((permissions & needed) !== needed) throw missingPermissions()
  return channel
}

export function expectGuild(call: Call): void {
  if (call.params.guild !== call.state.world.guild.id) throw unknownGuild()
}

export function expectApplication(call: Call): void {
  if (call.params.application !== call.state.world.application.id) throw unknownApplication()
}

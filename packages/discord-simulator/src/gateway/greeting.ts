import { apiChannel, apiGuild, apiMember, apiUser } from '../state/api-objects.ts'
import type { DiscordState } from '../state/discord.ts'

/** READY's data. */
export function ready({ world }: DiscordState, sessionId: string, url: string) {
  const bot = world.users.find((user) => user.id === world.application.id)
  if (!bot) throw new Error('The simulator’s world has no user with the application’s id')
  return {
    v: 10,
    user: { ...apiUser(bot), email: null, mfa_enabled: false, verified: true },
    guilds: [{ id: world.guild.id, unavailable: true }],
    session_id: sessionId,
    resume_gateway_url: url,
    shard: [0, 1],
    application: { id: world.application.id, flags: 0 },
    _trace: [],
  }
}

/** GUILD_CREATE's data. */
export function guildCreate({ world }: DiscordState) {
  return {
    ...apiGuild(world),
    joined_at: '2024-01-01T00:00:00.000Z',
    large: false,
    unavailable: false,
    member_count: world.users.length,
    members: world.users.map(apiMember),
    channels: world.channels.map((channel) => apiChannel(world, channel)),
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}

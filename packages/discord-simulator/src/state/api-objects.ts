import type {
  APIGuildMember,
  APIMessage,
  APIRole,
  APITextChannel,
  APIUser,
  ChannelFlags,
  GuildMemberFlags,
  RoleFlags,
} from 'discord-api-types/v10'
import type { World, WorldChannel, WorldRole, WorldUser } from '../world.ts'
import { permissionsIn } from './permissions.ts'

const founded = '2024-01-01T00:00:00.000Z'

export const apiUser = (user: WorldUser): APIUser =>
  ({
    id: user.id,
    username: user.username,
    global_name: user.displayName,
    discriminator: user.bot ? '0001' : '0',
    avatar: null,
    bot: user.bot ?? false,
    public_flags: 0,
    flags: 0,
    primary_guild: null,
  }) as unknown as APIUser

export const apiMember = (user: WorldUser): APIGuildMember => ({
  user: apiUser(user),
  nick: null,
  avatar: null,
  banner: null,
  roles: user.roles,
  joined_at: founded,
  premium_since: null,
  communication_disabled_until: null,
  deaf: false,
  mute: false,
  pending: false,
  flags: 0 as GuildMemberFlags,
})

export const apiRole = (role: WorldRole, position: number): APIRole => ({
  id: role.id,
  name: role.name,
  permissions: String(role.permissions),
  position,
  color: role.color ?? 0,
  colors: { primary_color: role.color ?? 0, secondary_color: null, tertiary_color: null },
  hoist: role.color !== undefined,
  managed: false,
  mentionable: false,
  icon: null,
  unicode_emoji: null,
  flags: 0 as RoleFlags,
})

export const apiChannel = (world: World, channel: WorldChannel): APITextChannel => ({
  id: channel.id,
  type: 0,
  guild_id: world.guild.id,
  name: channel.name,
  topic: channel.topic ?? null,
  position: world.channels.indexOf(channel),
  parent_id: null,
  last_message_id: null,
  rate_limit_per_user: 0,
  nsfw: false,
  flags: 0 as ChannelFlags,
  permission_overwrites: channel.overwrites.map((one) => ({
    id: one.id,
    type: one.type,
    allow: String(one.allow),
    deny: String(one.deny),
  })),
})

/** The guild as REST answers it; the gateway's GUILD_CREATE adds channels and members. */
export const apiGuild = (world: World) => ({
  id: world.guild.id,
  name: world.guild.name,
  owner_id: world.guild.ownerId,
  roles: world.roles.map(apiRole),
  icon: null,
  splash: null,
  discovery_splash: null,
  banner: null,
  description: null,
  home_header: null,
  region: 'deprecated',
  afk_channel_id: null,
  afk_timeout: 300,
  system_channel_id: null,
  system_channel_flags: 0,
  widget_enabled: false,
  widget_channel_id: null,
  verification_level: 1,
  default_message_notifications: 1,
  mfa_level: 0,
  explicit_content_filter: 0,
  max_presences: null,
  max_members: 500_000,
  max_stage_video_channel_users: 50,
  max_video_channel_users: 25,
  vanity_url_code: null,
  premium_tier: 0,
  premium_subscription_count: 0,
  preferred_locale: world.guild.locale,
  rules_channel_id: null,
  safety_alerts_channel_id: null,
  public_updates_channel_id: null,
  premium_progress_bar_enabled: false,
  nsfw: false,
  nsfw_level: 0,
  features: [],
  emojis: [],
  stickers: [],
  incidents_data: null,
  application_id: null,
})

/** The `member`, `channel` and `message` parts every guild interaction carries. */
export function interactionContext(world: World, userId: string, channelId: string, message?: APIMessage) {
  const user = world.users.find((candidate) => candidate.id === userId)
  const channel = world.channels.find((candidate) => candidate.id === channelId)
  if (!user) throw new Error(`No user ${userId} in the simulator's world`)
  if (!channel) throw new Error(`No channel ${channelId} in the simulator's world`)
  const permissions = String(permissionsIn(world, channelId, userId))
  return {
    application_id: world.application.id,
    guild_id: world.guild.id,
    guild: { id: world.guild.id, locale: world.guild.locale, features: [] },
    guild_locale: world.guild.locale,
    channel_id: channelId,
    channel: { ...apiChannel(world, channel), permissions },
    member: { ...apiMember(user), permissions },
    locale: user.locale ?? 'en-US',
    app_permissions: String(permissionsIn(world, channelId, world.application.id)),
    entitlements: [],
    authorizing_integration_owners: { 0: world.guild.id },
    context: 0,
    attachment_size_limit: 10_485_760,
    version: 1,
    ...(message && { message }),
  }
}

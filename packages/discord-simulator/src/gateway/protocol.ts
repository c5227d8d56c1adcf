import { GatewayIntentBits as Intent } from 'discord-api-types/v10'

/** Opcodes and close codes of Discord's documentation, "Opcodes and Status Codes". */
export const op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voiceState: 4,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const

export const close = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSeq: 4007,
  rateLimited: 4008,
  sessionTimedOut: 4009,
  invalidShard: 4010,
  invalidVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const

/** The intent an event needs; INTERACTION_CREATE and the session's own events need none. */
export const intentOf: Record<string, number> = {
  GUILD_CREATE: Intent.Guilds,
  MESSAGE_CREATE: Intent.GuildMessages,
  MESSAGE_UPDATE: Intent.GuildMessages,
  MESSAGE_DELETE: Intent.GuildMessages,
}

export const knownIntents = Object.values(Intent)
  .filter((bit): bit is Intent => typeof bit === 'number')
  .reduce((sum, bit) => sum | bit, 0)

/** A new application has none of these switched on. */
export const privilegedIntents = Intent.GuildMembers | Intent.GuildPresences | Intent.MessageContent

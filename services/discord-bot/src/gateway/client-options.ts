import { type ClientOptions, GatewayIntentBits } from 'discord.js'

/** How the bot speaks with Discord. `api` is the base of a Discord-compatible REST API; undefined: Discord itself. */
export const clientOptions = (api: string | undefined): ClientOptions => ({
  // Presses need no intent; Guilds gives channels and roles.
  intents: [GatewayIntentBits.Guilds],
  // Until all guilds arrived a press would wait, up to 15 s by default.
  waitGuildTimeout: 0,
  // No message of ours ever pings anybody.
  allowedMentions: { parse: [] },
  rest: {
    ...(api ? { api } : {}),
    timeout: 5_000,
    retries: 1,
    invalidRequestWarningInterval: 100,
    // Waits belong to our own lanes, else one channel's limit would hold up what is urgent.
    rejectOnRateLimit: ({ route }) => route.startsWith('/channels'),
  },
})

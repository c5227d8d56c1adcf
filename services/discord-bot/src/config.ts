import { z } from 'zod'

const Env = z.object({
  DATABASE_URL: z
    .string('is needed: postgresql://user:password@host/database')
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://'),
  TERTULIA_SECRET: z
    .string('is needed: the same one the API is started with')
    .min(32, 'must have at least 32 characters'),
  DISCORD_TOKEN: z
    .string('is needed: the bot’s token, from discord.com/developers/applications → your application → Bot')
    .regex(/^\S+$/, 'must not contain spaces'),
  DISCORD_API: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  TERTULIA_CONFIG: z.string().default('tertulia.yaml'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export interface Config {
  databaseUrl: string
  secret: string
  token: string
  /** base of a Discord-compatible REST API, without a version and a trailing slash; undefined: Discord */
  api: string | undefined
  configFile: string
  logLevel: string
}

/** Reads the environment. Throws one message that lists every fault. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = Env.safeParse(given)
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('\n'))
  }
  const { data } = parsed
  return {
    databaseUrl: data.DATABASE_URL,
    secret: data.TERTULIA_SECRET,
    token: data.DISCORD_TOKEN,
    api: data.DISCORD_API?.replace(/\/+$/, ''),
    configFile: data.TERTULIA_CONFIG,
    logLevel: data.LOG_LEVEL,
  }
}

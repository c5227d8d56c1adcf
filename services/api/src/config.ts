import { z } from 'zod'

const Env = z.object({
  DATABASE_URL: z
    .string('is needed: postgresql://user:password@host/database')
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://'),
  TERTULIA_SECRET: z
    .string('is needed: at least 32 random characters, always the same')
    .min(32, 'must have at least 32 characters'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TERTULIA_CONFIG: z.string().default('tertulia.yaml'),
  TERTULIA_ADMIN_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  TRUSTED_PROXIES: z.string().default(''),
  DEMO_ORIGINS: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export interface Config {
  databaseUrl: string
  secret: string
  port: number
  host: string
  /** without a trailing slash */
  publicUrl: string
  configFile: string
  adminKey: string | undefined
  trustedProxies: string[]
  /** origins of the demo blog, which count for the site `demo` */
  demoOrigins: string[]
  logLevel: string
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)

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
    port: data.PORT,
    host: data.HOST,
    publicUrl: (data.PUBLIC_URL ?? `http://localhost:${data.PORT}`).replace(/\/+$/, ''),
    configFile: data.TERTULIA_CONFIG,
    adminKey: data.TERTULIA_ADMIN_KEY,
    trustedProxies: list(data.TRUSTED_PROXIES),
    demoOrigins: list(data.DEMO_ORIGINS),
    logLevel: data.LOG_LEVEL,
  }
}

import { type PolicyFault, parseYaml } from '@tertulia/moderation-rules'
import { z } from 'zod'

const snowflake = z.string().regex(/^\d{17,20}$/, 'must be a Discord id in quotes (17 to 20 digits)')

const units = { s: 1, m: 60, h: 3_600, d: 86_400 } as const
const seconds = (amount: string, unit: string): number => Number(amount) * units[unit as keyof typeof units]

const Origin = z
  .string()
  .regex(
    /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d+)?$|^https?:\/\/\[[0-9a-f:]+\](:\d+)?$/,
    'must be like https://blog.example, without a path',
  )

const PostLimit = z
  .union([z.literal('off'), z.string().regex(/^[1-9]\d* per [1-9]\d*[smhd]$/, 'must be like "10 per 10m", or off')])
  .transform((text) => {
    const match = /^(\d+) per (\d+)([smhd])$/.exec(text)
    return match ? { points: Number(match[1]), seconds: seconds(match[2]!, match[3]!) } : null
  })

const Site = z.strictObject({
  name: z.string().min(1).max(200),
  origins: z.array(Origin).min(1),
  locale: z.enum(['en', 'es', 'pt-BR']).default('en'),
  policy: z.string().min(1),
  /** how long an author may edit; kept for the edit route, which is not there yet */
  editWindow: z
    .string()
    .regex(/^[1-9]\d*[smhd]$/, 'must be like 15m')
    .optional(),
  houseRules: z.url({ protocol: /^https?$/ }).optional(),
  limits: z.strictObject({ posts: PostLimit.prefault('10 per 10m') }).prefault({}),
  discord: z
    .strictObject({
      guild: snowflake,
      channel: snowflake,
      moderators: z.array(snowflake).min(1),
      admins: z.array(snowflake).default([]),
    })
    .optional(),
})

const SiteFile = z.strictObject({
  sites: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a site is named in a-z, 0-9 and -'), Site),
})

/** One site as its owner configured it in tertulia.yaml. `policy` is a path relative to that file. */
export type SiteConfig = z.infer<typeof Site> & { id: string }

/** Reads tertulia.yaml: its sites, or every fault with its line and column. */
export function parseSiteFile(text: string, file: string): { sites: SiteConfig[] } | { faults: PolicyFault[] } {
  const parsed = parseYaml(SiteFile, text, file)
  if ('faults' in parsed) return parsed
  return { sites: Object.entries(parsed.value.sites).map(([id, site]) => ({ id, ...site })) }
}

import { outcomes, reasons } from '@tertulia/contract'
import { z } from 'zod'
import { When } from '../conditions/index.ts'
import { matchers } from '../matchers/index.ts'

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be a name of a-z, 0-9 and -')

/** A text to try a rule or policy on: the text alone, or with who wrote it and where. */
const TestCase = z.union([
  z.string(),
  z.strictObject({
    text: z.string(),
    author: z
      .strictObject({ name: z.string().optional(), url: z.string().optional(), email: z.string().optional() })
      .optional(),
    page: z.strictObject({ tags: z.array(z.string()).optional() }).optional(),
    history: z.strictObject({ approved: z.int().min(0), rejected: z.int().min(0) }).optional(),
  }),
])
export type TestCase = z.infer<typeof TestCase>

type Matchers = typeof matchers
const Match = z
  .strictObject({
    ...(Object.fromEntries(
      Object.entries(matchers).map(([name, { schema }]) => [name, (schema as z.ZodType).optional()]),
    ) as {
      [Name in keyof Matchers]: z.ZodOptional<Matchers[Name]['schema']>
    }),
    fields: z
      .array(z.enum(['text', 'name', 'url']))
      .min(1)
      .optional(),
  })
  .refine((match) => Object.keys(match).some((key) => key !== 'fields'), 'needs something to match')
export type Match = z.infer<typeof Match>

const Rule = z.strictObject({
  id: Id,
  status: z.enum(['draft', 'shadow', 'live', 'expired']).default('live'),
  reason: z.enum(reasons).optional(),
  group: z.string().optional(),
  weight: z.number().min(-100).max(100).default(0),
  match: Match.optional(),
  when: When.optional(),
  unless: z.strictObject({ ...When.shape, quoted: z.literal(true).optional() }).optional(),
  /** tells the author how to reword; nothing is stored */
  message: z.string().min(1).max(500).optional(),
  tests: z.strictObject({ hit: z.array(TestCase).default([]), pass: z.array(TestCase).default([]) }).optional(),
})
export type RuleConfig = z.infer<typeof Rule>

const Hard = z.strictObject({
  id: Id,
  when: When.optional(),
  match: Match.optional(),
  outcome: z.enum(['approve', 'hold', 'reject']),
  reason: z.enum(reasons).optional(),
})

const List = z.union([
  z.strictObject({ terms: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ file: z.string().min(1) }),
])

export const PolicyFile = z.strictObject({
  version: z.literal(1),
  thresholds: z.strictObject({ hold: z.number().positive(), reject: z.number().positive() }),
  groups: z
    .record(z.string(), z.strictObject({ cap: z.number().min(0).optional(), floor: z.number().max(0).optional() }))
    .default({}),
  lists: z.record(z.string(), List).default({}),
  context: z.array(z.strictObject({ when: When, ignore: z.array(z.string().min(1)).min(1) })).default([]),
  rules: z.array(Rule).default([]),
  hard: z.array(Hard).default([]),
  tests: z
    .strictObject(Object.fromEntries(outcomes.map((outcome) => [outcome, z.array(TestCase).default([])])))
    .prefault({}),
})
export type PolicyFile = z.infer<typeof PolicyFile>

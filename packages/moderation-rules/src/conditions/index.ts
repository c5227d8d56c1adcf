import { z } from 'zod'
import type { Submission } from '../submission.ts'

const Amount = z
  .strictObject({
    gte: z.number().optional(),
    gt: z.number().optional(),
    lte: z.number().optional(),
    lt: z.number().optional(),
  })
  .refine((amount) => Object.keys(amount).length > 0, 'needs one of gte, gt, lte, lt')

const within = ({ gte, gt, lte, lt }: z.infer<typeof Amount>, value: number): boolean =>
  (gte === undefined || value >= gte) &&
  (gt === undefined || value > gt) &&
  (lte === undefined || value <= lte) &&
  (lt === undefined || value < lt)

const amount = (read: (submission: Submission) => number) => ({
  schema: Amount,
  holds: (wanted: z.infer<typeof Amount>, submission: Submission) => within(wanted, read(submission)),
})

const flag = (read: (submission: Submission) => boolean) => ({
  schema: z.boolean(),
  holds: (wanted: boolean, submission: Submission) => read(submission) === wanted,
})

const rejectionRate = ({ author }: Submission): number =>
  author.rejected / Math.max(1, author.approved + author.rejected)

/** Every key that `when` and `unless` may have: a schema, and whether a submission fulfils it. */
export const conditions = {
  'author.approved': amount(({ author }) => author.approved),
  'author.rejected': amount(({ author }) => author.rejected),
  'author.rejectionRate': amount(rejectionRate),
  'author.first': flag(({ author }) => author.approved + author.rejected === 0),
  'author.role': {
    schema: z.array(z.enum(['moderator', 'admin'])).min(1),
    holds: (roles: ('moderator' | 'admin')[], { author }: Submission) =>
      author.role !== null && roles.includes(author.role),
  },
  'page.tags': {
    schema: z.array(z.string()).min(1),
    holds: (tags: string[], { page }: Submission) => tags.some((tag) => page.tags.includes(tag)),
  },
  reply: flag(({ parent }) => parent),
}

type Conditions = typeof conditions
export const When = z
  .strictObject(
    Object.fromEntries(
      Object.entries(conditions).map(([name, { schema }]) => [name, (schema as z.ZodType).optional()]),
    ) as {
      [Name in keyof Conditions]: z.ZodOptional<Conditions[Name]['schema']>
    },
  )
  .refine((when) => Object.keys(when).length > 0, 'needs at least one condition')
export type When = z.infer<typeof When>

/** Whether all conditions hold. */
export const holds = (when: When, submission: Submission): boolean =>
  Object.entries(when).every(([name, wanted]) =>
    (conditions[name as keyof Conditions].holds as (wanted: unknown, submission: Submission) => boolean)(
      wanted,
      submission,
    ),
  )

import { z } from 'zod'
import type { Matcher } from './matcher.ts'

const schema = z.strictObject({ min: z.int().min(1).optional(), max: z.int().min(1).optional() })

/** The text's length in UTF-16 units, `min` and `max` included. */
export const length: Matcher<z.infer<typeof schema>> = {
  schema,
  compile({ min = 0, max = Number.POSITIVE_INFINITY }) {
    return ({ submission }) => (submission.text.length >= min && submission.text.length <= max ? [] : null)
  },
}

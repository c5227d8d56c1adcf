import { z } from 'zod'
import type { Matcher } from './matcher.ts'

const schema = z.strictObject({
  /** share of capital letters among all letters that have case */
  min: z.number().min(0).max(1),
  /** letters with case that there must be at least */
  letters: z.int().min(1).default(20),
})

/** Shouting: a long text nearly all in capitals. */
export const caps: Matcher<z.infer<typeof schema>> = {
  schema,
  compile({ min, letters }) {
    return ({ submission }) => {
      const upper = submission.text.match(/\p{Lu}/gu)?.length ?? 0
      const lower = submission.text.match(/\p{Ll}/gu)?.length ?? 0
      return upper + lower >= letters && upper / (upper + lower) >= min ? [] : null
    }
  },
}

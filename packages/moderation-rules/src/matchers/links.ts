import { z } from 'zod'
import type { Matcher } from './matcher.ts'

const schema = z.strictObject({
  min: z.int().min(1).default(1),
  except: z.string().optional(),
})

/** At least `min` links in the text, not counting hosts of the list `except`. */
export const links: Matcher<z.infer<typeof schema>> = {
  schema,
  lists: ({ except }) => (except ? [except] : []),
  compile({ min, except }, { lists }) {
    const isExcept = except ? lists.hosts(except) : () => false
    return (subject) => {
      const counted = subject.links().filter((link) => !isExcept(link.host))
      return counted.length >= min ? counted.map((link) => subject.original('text', link.start, link.end)) : null
    }
  },
}

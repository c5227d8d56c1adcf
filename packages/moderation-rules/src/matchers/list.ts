import { z } from 'zod'
import type { Matcher } from './matcher.ts'

const schema = z.union([z.string(), z.array(z.string()).min(1)])

/** A term of one of the lists, as a whole word unless starred, disguised or not. */
export const list: Matcher<z.infer<typeof schema>> = {
  schema,
  lists: (names) => [names].flat(),
  compile(names, { lists, fields }) {
    const compiled = [names].flat().map((name) => lists.terms(name))
    return (subject) => {
      const spans = fields.flatMap((field) => {
        const { folded, words } = subject.view(field)
        return compiled.flatMap((terms) => terms.find(folded, words).map((hit) => subject.span(field, hit)))
      })
      return spans.length > 0 ? spans : null
    }
  },
}

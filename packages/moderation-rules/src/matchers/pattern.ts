import { RE2JS } from 're2js'
import { z } from 'zod'
import type { Matcher } from './matcher.ts'

const schema = z.string().min(1).max(500)
const hitsMax = 20

/** A regular expression (RE2 syntax, case ignored), on an engine whose time is linear in the text whatever the pattern. */
export const pattern: Matcher<z.infer<typeof schema>> = {
  schema,
  compile(source, { fields }) {
    const compiled = compileRe2(source)
    if (compiled.test(''))
      throw new Error(`the pattern matches an empty text, so it would match every comment: ${source}`)
    return (subject) => {
      const spans = fields.flatMap((field) => {
        const { original } = subject.view(field)
        // Finding is ten times dearer than testing, and most comments match nothing.
        if (!compiled.test(original)) return []
        const matcher = compiled.matcher(original)
        const found = []
        while (found.length < hitsMax && matcher.find())
          found.push(subject.original(field, matcher.start(), matcher.end()))
        return found
      })
      return spans.length > 0 ? spans : null
    }
  },
}

function compileRe2(source: string): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
  } catch (cause) {
    throw new Error(`the pattern is not RE2 syntax (no look-around, no back-references): ${(cause as Error).message}`, {
      cause,
    })
  }
}

import type { Refusal } from './api.ts'
import type { Strings } from './strings/strings.ts'

export interface Explained {
  /** sentences by field pointer */
  fields: Record<string, string>
  message: string
  /** whether the same again may succeed */
  retry: boolean
}

/** What a refusal means to the person who wrote the comment, in their language. */
export function explainRefusal({ slug, detail, faults, retryAfterSeconds }: Refusal, strings: Strings): Explained {
  const say = (message: string, retry = false): Explained => ({ fields: {}, message, retry })
  if (slug === 'invalid-request') {
    const known = faults.filter(({ pointer }) => Object.hasOwn(strings.faults, pointer))
    const others = faults.filter((fault) => !known.includes(fault)).map((fault) => fault.detail)
    const fields = Object.fromEntries(known.map(({ pointer }) => [pointer, strings.faults[pointer] ?? '']))
    const message = known.length > 0 && others.length === 0 ? '' : [strings.refused, ...others].join(' ')
    return { fields, message, retry: false }
  }
  if (slug === 'unreachable') return say(strings.postFailed, true)
  // The policy's own sentence, in the site's language.
  if (slug === 'revise') return say(detail)
  if (slug === 'rate-limited') return say(strings.tooMany(retryAfterSeconds), true)
  if (slug === 'page-closed') return say(strings.closed)
  if (slug === 'too-large') return say(strings.tooLarge)
  if (slug === 'not-found') return say(strings.noSite)
  // For the owner to read: it says what to set.
  if (slug === 'forbidden') return say(`${strings.forbidden} (${detail})`)
  return say(`${strings.refused} ${detail}`.trim(), true)
}

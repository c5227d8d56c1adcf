import type { Span } from '@tertulia/contract'
import type { z } from 'zod'
import type { Field, Subject } from '../subject.ts'
import type { TermList } from '../text/term-list.ts'

/** What matchers may refer to: the policy's lists, compiled. */
export interface Lists {
  terms(name: string): TermList
  hosts(name: string): (host: string) => boolean
  has(name: string): boolean
}

export interface CompileContext {
  lists: Lists
  fields: readonly Field[]
}

/** Where it matched; an empty list when it matched without a place; null when it did not. */
export type Match = (subject: Subject) => Span[] | null

/**
 * One key of a rule's `match`. `lists` names the lists a configuration refers to, so that a wrong name is found at load;
 * `compile` may throw a plain sentence, which becomes a fault at the key's line.
 */
export interface Matcher<Config> {
  schema: z.ZodType<Config>
  lists?(config: Config): readonly string[]
  compile(config: Config, context: CompileContext): Match
}

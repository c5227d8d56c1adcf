import { caps } from './caps.ts'
import { length } from './length.ts'
import { links } from './links.ts'
import { list } from './list.ts'
import { pattern } from './pattern.ts'

/** Every key that a rule's `match` may have. All keys of a match must match. */
export const matchers = { links, list, pattern, caps, length }
export type MatcherName = keyof typeof matchers

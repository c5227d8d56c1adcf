import type { Span } from '@tertulia/contract'
import type { Submission } from './submission.ts'
import { type Folded, fold, type Token, tokens } from './text/fold.ts'
import { findLinks, type Link } from './text/links.ts'
import type { Hit } from './text/term-list.ts'

export type Field = Span['field']

interface View {
  original: string
  folded: Folded
  words: Token[]
}

/** A submission being judged: the views of it that matchers share, each made when first needed. */
export interface Subject {
  submission: Submission
  view(field: Field): View
  links(): Link[]
  /** A hit in a folded field as a span of the original. */
  span(field: Field, hit: Hit): Span
  /** A place in the original field as a span. */
  original(field: Field, start: number, end: number): Span
  /** Whether a span of the text stands in a quotation (a line that starts with `>`). */
  isQuoted(span: Span): boolean
}

export function createSubject(submission: Submission): Subject {
  const originals: Record<Field, string> = { text: submission.text, name: submission.name, url: submission.url ?? '' }
  const views = new Map<Field, View>()
  let links: Link[] | undefined
  let quotes: { start: number; end: number }[] | undefined

  const subject: Subject = {
    submission,
    view(field) {
      let view = views.get(field)
      if (!view) {
        const folded = fold(originals[field])
        view = { original: originals[field], folded, words: tokens(folded) }
        views.set(field, view)
      }
      return view
    },
    links: () => (links ??= findLinks(submission.text)),
    span(field, { start, end }) {
      const { folded } = subject.view(field)
      return subject.original(field, folded.starts[start]!, folded.ends[end - 1]!)
    },
    original: (field, start, end) => ({ field, start, end, text: originals[field].slice(start, end) }),
    isQuoted(span) {
      quotes ??= Array.from(submission.text.matchAll(/^[ \t]*>.*$/gm), (match) => ({
        start: match.index,
        end: match.index + match[0].length,
      }))
      return span.field === 'text' && quotes.some((quote) => quote.start <= span.start && span.end <= quote.end)
    },
  }
  return subject
}

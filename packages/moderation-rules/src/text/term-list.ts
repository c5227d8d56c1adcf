import { type Folded, fold, type Token, tokens } from './fold.ts'

/** A hit in a folded text. */
export interface Hit {
  start: number
  end: number
}

export interface TermList {
  find(folded: Folded, words: readonly Token[]): Hit[]
}

interface Phrase {
  words: string[]
  last: 'whole' | 'prefix'
}

const escapeLiteral = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/**
 * Terms: `word`, `several words`, `pre*`, `*suf`, `*any*`, all over folded text and whole words unless starred.
 * Cost is linear in the text, whatever the number of terms.
 */
export function compileTerms(terms: readonly string[]): TermList {
  const whole = new Set<string>()
  const phrases = new Map<string, Phrase[]>()
  const prefixes = new Set<string>()
  const suffixes = new Set<string>()
  const inner: string[] = []

  for (const term of terms) {
    const open = term.startsWith('*')
    const left = term.endsWith('*')
    const folded = fold(term)
    const words = tokens(folded).map((token) => token.text)
    const [first] = words
    if (!first) continue
    if (words.length > 1) {
      phrases.set(first, [...(phrases.get(first) ?? []), { words, last: left ? 'prefix' : 'whole' }])
    } else if (open && left) inner.push(first)
    else if (left) prefixes.add(first)
    else if (open) suffixes.add(first)
    else whole.add(first)
  }

  const lengths = (set: Set<string>): number[] => [...new Set([...set].map((text) => text.length))]
  const prefixLengths = lengths(prefixes)
  const suffixLengths = lengths(suffixes)
  const innerPattern = inner.length > 0 ? new RegExp(inner.map(escapeLiteral).join('|'), 'gu') : undefined

  const isHit = ({ text }: Token): boolean =>
    whole.has(text) ||
    prefixLengths.some((length) => prefixes.has(text.slice(0, length))) ||
    suffixLengths.some((length) => length <= text.length && suffixes.has(text.slice(-length)))

  function phraseEnd(words: readonly Token[], at: number, phrase: Phrase): number | undefined {
    for (const [offset, wanted] of phrase.words.entries()) {
      const found = words[at + offset]?.text
      const starred = phrase.last === 'prefix' && offset === phrase.words.length - 1
      if (found === undefined || (starred ? !found.startsWith(wanted) : found !== wanted)) return undefined
    }
    return words[at + phrase.words.length - 1]!.end
  }

  return {
    find(folded, words) {
      const hits: Hit[] = []
      for (const [at, token] of words.entries()) {
        if (isHit(token)) hits.push({ start: token.start, end: token.end })
        for (const phrase of phrases.get(token.text) ?? []) {
          const end = phraseEnd(words, at, phrase)
          if (end !== undefined) hits.push({ start: token.start, end })
        }
      }
      if (innerPattern) {
        for (const match of folded.text.matchAll(innerPattern))
          hits.push({ start: match.index, end: match.index + match[0].length })
      }
      return hits.sort((a, b) => a.start - b.start || a.end - b.end)
    },
  }
}

/** A text as terms are matched against it, with the way back: folded character i stands for original [starts[i], ends[i]). */
export interface Folded {
  text: string
  starts: Uint32Array
  ends: Uint32Array
}

// Letters of other scripts that pass for Latin ones (Unicode TS 39, the pairs that occur in disguises).
const lookalikes = new Map(
  Object.entries({
    а: 'a',
    в: 'b',
    с: 'c',
    ԁ: 'd',
    е: 'e',
    һ: 'h',
    і: 'i',
    ј: 'j',
    к: 'k',
    ӏ: 'l',
    м: 'm',
    н: 'h',
    о: 'o',
    р: 'p',
    ԛ: 'q',
    ѕ: 's',
    т: 't',
    ԝ: 'w',
    х: 'x',
    у: 'y',
    α: 'a',
    β: 'b',
    ε: 'e',
    η: 'n',
    ι: 'i',
    κ: 'k',
    μ: 'm',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    τ: 't',
    υ: 'u',
    χ: 'x',
    ω: 'w',
    ı: 'i',
    ł: 'l',
    ø: 'o',
    đ: 'd',
    ħ: 'h',
    ŧ: 't',
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
  }),
)

const ignorable = /[\p{M}\p{Cf}\u115f\u1160\u3164\uffa0]/gu

function foldCharacter(character: string): string {
  const plain = character.normalize('NFKD').replaceAll(ignorable, '').toLowerCase()
  if (plain.length <= 1) return lookalikes.get(plain) ?? plain
  return [...plain].map((letter) => lookalikes.get(letter) ?? letter).join('')
}

const folds = new Map<number, string>()
const foldsMax = 4_096

function foldOf(codePoint: number): string {
  const known = folds.get(codePoint)
  if (known !== undefined) return known
  const folded = foldCharacter(String.fromCodePoint(codePoint))
  if (folds.size < foldsMax) folds.set(codePoint, folded)
  return folded
}

/** Case, accents, compatibility forms (fullwidth, maths, circled), look-alikes and invisible characters folded away. Linear. */
export function fold(original: string): Folded {
  const starts: number[] = []
  const ends: number[] = []
  let text = ''
  for (let index = 0; index < original.length; ) {
    const code = original.codePointAt(index)!
    const width = code > 0xffff ? 2 : 1
    const folded = code < 0x80 ? original[index]!.toLowerCase() : foldOf(code)
    for (let i = 0; i < folded.length; i++) {
      starts.push(index)
      ends.push(index + width)
    }
    // A mark or invisible character belongs to the letter before it, so that a span covers the disguise whole.
    if (folded === '' && ends.length > 0 && ends.at(-1) === index) ends[ends.length - 1] = index + width
    text += folded
    index += width
  }
  return { text, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) }
}

export interface Token {
  text: string
  start: number
  end: number
}

const word = /[\p{L}\p{N}]+/gu

/** The words of a folded text: runs of letters and digits of any script, never `\b`, which knows only ASCII. */
export const tokens = (folded: Folded): Token[] =>
  Array.from(folded.text.matchAll(word), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }))

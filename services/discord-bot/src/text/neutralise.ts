export interface Bounds {
  /** UTF-16 units of the text that are shown */
  charsMax: number
  /** lines that are shown */
  linesMax?: number
  /** UTF-16 units of the result: every character that had to be escaped counts twice */
  escapedMax: number
}

export interface Neutral {
  text: string
  /** how many UTF-16 units were left out */
  left: number
}

/**
 * A stranger's text as it may stand in a Discord message: what it shows is what it says. No markdown, mention, link or
 * invisible character of its writer's takes effect; web addresses are readable but cannot be clicked.
 */
export function neutralise(
  text: string,
  { charsMax, linesMax = Number.POSITIVE_INFINITY, escapedMax }: Bounds,
): Neutral {
  const visible = strip(text)
  for (let size = charsMax; ; size = Math.floor(size * 0.8)) {
    const kept = cut(visible, size, linesMax)
    const escaped = escapeMarkdown(defang(kept))
    if (escaped.length <= escapedMax) return { text: escaped, left: visible.length - kept.length }
  }
}

/** The same for one line; what does not fit ends in an ellipsis. */
export function neutraliseLine(text: string, charsMax: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  const { text: shown, left } = neutralise(line, { charsMax, escapedMax: charsMax * 2 })
  return left > 0 ? `${shown}…` : shown
}

// Format characters hide or reorder text (bidi, zero width, tags); the others look like nothing.
const invisible = /\p{Cf}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u2800|\u3164|\uffa0/gu
const marksMax = 3

const strip = (text: string): string =>
  text
    .replaceAll(invisible, '')
    .replaceAll(new RegExp(`(\\p{M}{${marksMax}})\\p{M}+`, 'gu'), '$1')
    .replaceAll(/[\u2028\u2029]/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()

function cut(text: string, charsMax: number, linesMax: number): string {
  const lines = text.split('\n')
  const short = lines.length > linesMax ? lines.slice(0, linesMax).join('\n') : text
  if (short.length <= charsMax) return short
  // Never half a surrogate pair.
  return short.slice(0, /[\ud800-\udbff]/.test(short[charsMax - 1] ?? '') ? charsMax - 1 : charsMax)
}

const defang = (text: string): string =>
  text.replaceAll(/\bh(ttps?:\/\/)([^\s/?#]+)/gi, (_, rest: string, host: string) => {
    return `hxx${rest.slice(2)}${host.replaceAll('.', '[.]')}`
  })

const escapeMarkdown = (text: string): string =>
  text
    // The backslash first, else it would undo the others.
    .replaceAll(/[\\*_~`|<[\]:]/g, '\\$&')
    .replaceAll(/^(\s*)([#>+-])/gm, '$1\\$2')
    .replaceAll(/^(\s*\d+)([.)])/gm, '$1\\$2')
    .replaceAll(/@(?=everyone|here)/gi, '@\u200b')

/** A comment's markup as plain data: text, or an allowed element. */
export type Markup = string | { tag: AllowedTag; attributes: Record<string, string>; children: Markup[] }

const allowed = ['p', 'br', 'a', 'em', 'strong', 's', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li'] as const
export type AllowedTag = (typeof allowed)[number]

const depthMax = 40
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

const decode = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[name] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })

/** An http, https or mailto address, else nothing. */
export function safeHref(href: string | undefined): string | undefined {
  if (!href || !URL.canParse(href)) return undefined
  return /^(?:https?|mailto):$/.test(new URL(href).protocol) ? href : undefined
}

function attributesOf(tag: AllowedTag, source: string): Record<string, string> {
  const value = (name: string) => new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(source)?.[1]
  if (tag === 'ol') {
    const start = value('start')
    return start && /^\d{1,9}$/.test(start) ? { start } : {}
  }
  const href = tag === 'a' && safeHref(decode(value('href') ?? ''))
  return href ? { href, rel: 'nofollow ugc noopener' } : {}
}

/**
 * Reads the server's rendering without the browser's HTML parser, so that no Trusted Types policy is needed and nothing
 * but this allow-list can come of it. What is not allowed disappears, its text stays.
 */
export function parseHtml(html: string): Markup[] {
  const root: Markup[] = []
  const open: { tag: AllowedTag; children: Markup[] }[] = []
  for (const [piece, closing, name, attributes] of html.matchAll(
    /<(\/?)([a-z][a-z\d]*)((?:\s[^<>"]*(?:"[^"]*"[^<>"]*)*)?)>|[^<]+|</gi,
  )) {
    const siblings = open.at(-1)?.children ?? root
    if (name === undefined) {
      siblings.push(decode(piece))
      continue
    }
    const tag = allowed.find((one) => one === name.toLowerCase())
    if (!tag) continue
    if (closing) {
      const at = open.findLastIndex((element) => element.tag === tag)
      if (at >= 0) open.length = at
      continue
    }
    const element = { tag, attributes: attributesOf(tag, attributes ?? ''), children: [] }
    siblings.push(element)
    if (tag !== 'br' && open.length < depthMax) open.push(element)
  }
  return root
}

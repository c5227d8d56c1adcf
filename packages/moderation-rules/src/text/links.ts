import { LinkifyIt } from 'linkify-it'
import { getDomain, getHostname } from 'tldts'

/** A link as written in a text; `domain` is the registrable one (public suffix list). */
export interface Link {
  start: number
  end: number
  host: string
  domain: string
}

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: false, fuzzyIP: true })

/** Every web link in a text, with or without `http://`. */
export function findLinks(text: string): Link[] {
  if (!/[.:]/.test(text)) return []
  const links: Link[] = []
  for (const match of linkify.match(text) ?? []) {
    if (match.schema === 'mailto:') continue
    const host = getHostname(match.url)?.toLowerCase()
    if (host) links.push({ start: match.index, end: match.lastIndex, host, domain: getDomain(host) ?? host })
  }
  return links
}

/** Matches a host against `example.com` (and what is below it) and `*.gov.co` (anything below it). */
export function compileHosts(patterns: readonly string[]): (host: string) => boolean {
  const suffixes = patterns.map((pattern) => pattern.toLowerCase().replace(/^\*\./, ''))
  return (host) => suffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))
}

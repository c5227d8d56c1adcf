import type { Store } from './storage.ts'

/** What the form knows of who writes here. */
export interface Author {
  /** the secret that ties this browser's comments together */
  key(): string
  name(): string
  url(): string
  /** Only what readers see anyway: the e-mail address is never stored. */
  remember(author: { name: string; url?: string }): void
}

/** 256 random bits, base64url. `randomUUID` would fail on plain-http blogs. */
export const secret = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '')

export function createAuthor(store: Store, site: string): Author {
  const keyName = `tertulia:author:${site}`
  const profileName = `tertulia:profile:${site}`
  const known = (field: 'name' | 'url'): string => {
    const profile = store.read(profileName) as Record<string, unknown> | undefined
    return typeof profile?.[field] === 'string' ? profile[field] : ''
  }
  return {
    key() {
      const kept = store.read(keyName)
      if (typeof kept === 'string' && /^[\w-]{43}$/.test(kept)) return kept
      const made = secret()
      store.write(keyName, made)
      return made
    },
    name: () => known('name'),
    url: () => known('url'),
    remember: (author) => store.write(profileName, { name: author.name, url: author.url }),
  }
}

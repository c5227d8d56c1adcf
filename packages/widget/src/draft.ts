import { secret } from './author.ts'
import type { Store } from './storage.ts'

/** A text being written, kept through failures and reloads until it has arrived. */
export interface Draft {
  text(): string
  save(text: string): void
  /** The Idempotency-Key of this body: the same for a retry, another once the body changed. */
  keyFor(body: string): string
  /** Gives up the key: the server used it for something else. */
  newKey(): void
  clear(): void
}

interface Kept {
  text?: string
  key?: string
  body?: string
}

/** One draft a page and parent. */
export function createDraft(store: Store, address: { site: string; page: string; parentId: string }): Draft {
  const name = `tertulia:draft:${address.site}:${address.page}:${address.parentId}`
  const read = (): Kept => Object(store.read(name))
  return {
    text() {
      const { text } = read()
      return typeof text === 'string' ? text : ''
    },
    save: (text) => store.write(name, { ...read(), text }),
    keyFor(body) {
      const kept = read()
      if (kept.key && kept.body === body) return kept.key
      const key = secret()
      store.write(name, { ...kept, key, body })
      return key
    },
    newKey: () => store.write(name, { text: read().text }),
    clear: () => store.write(name, undefined),
  }
}

import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export type Encoding = 'identity' | 'gzip' | 'br'

/** An answer's bytes with a strong validator each: the hash of what is sent, so per encoding (RFC 9110 §8.8.3). */
export interface CachedAnswer {
  page: string | null
  variant(encoding: Encoding): { body: Uint8Array<ArrayBuffer>; etag: string }
}

const compress: Record<Encoding, (bytes: Uint8Array) => Uint8Array> = {
  identity: (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes, { level: 6 }),
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
}

/** Serialised and compressed once per state of a page; each encoding when it is first asked for. */
export function cachedAnswer(page: string | null, json: string): CachedAnswer {
  const bytes = Buffer.from(json)
  const variants = new Map<Encoding, { body: Uint8Array<ArrayBuffer>; etag: string }>()
  return {
    page,
    variant(encoding) {
      let variant = variants.get(encoding)
      if (!variant) {
        const body = new Uint8Array(compress[encoding](bytes))
        variant = { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
        variants.set(encoding, variant)
      }
      return variant
    },
  }
}

export interface PageCache {
  /** What is kept for this request, if anything is. */
  peek(key: string): CachedAnswer | undefined
  /** The answer to this request, made once however many ask at once. */
  get(key: string, make: () => Promise<CachedAnswer>): Promise<CachedAnswer>
  /** Forgets what was made from this page. */
  invalidate(page: string): void
  clear(): void
}

const entriesMax = 2_000
const everything = '*'

/**
 * Answers of public reads, kept until the change log says that their page changed. A fill that was overtaken by a change
 * is answered but not kept. `isFresh` says whether the log is being heard: without it, nothing is served from here.
 */
export function createPageCache(isFresh: () => boolean): PageCache {
  const kept = new Map<string, CachedAnswer>()
  const keysByPage = new Map<string, Set<string>>()
  const filling = new Map<string, Promise<CachedAnswer>>()
  const overtaken = new Set<Set<string>>()

  function drop(key: string): void {
    const page = kept.get(key)?.page
    kept.delete(key)
    if (!page) return
    const keys = keysByPage.get(page)
    keys?.delete(key)
    if (keys?.size === 0) keysByPage.delete(page)
  }

  function keep(key: string, answer: CachedAnswer): void {
    if (!answer.page) return
    if (kept.size >= entriesMax) drop(kept.keys().next().value!)
    kept.set(key, answer)
    const keys = keysByPage.get(answer.page) ?? new Set()
    keysByPage.set(answer.page, keys.add(key))
  }

  function fill(key: string, make: () => Promise<CachedAnswer>): Promise<CachedAnswer> {
    const changed = new Set<string>()
    overtaken.add(changed)
    const answer = make()
      .then((made) => {
        if (made.page && !changed.has(made.page) && !changed.has(everything) && isFresh()) keep(key, made)
        return made
      })
      .finally(() => {
        overtaken.delete(changed)
        if (filling.get(key) === answer) filling.delete(key)
      })
    filling.set(key, answer)
    return answer
  }

  /** Whoever asks from now on must not be given what was read before. */
  function forgetFills(page: string): void {
    for (const changed of overtaken) changed.add(page)
    filling.clear()
  }

  return {
    peek: (key) => (isFresh() ? kept.get(key) : undefined),
    async get(key, make) {
      if (!isFresh()) return make()
      return kept.get(key) ?? filling.get(key) ?? fill(key, make)
    },
    invalidate(page) {
      for (const key of [...(keysByPage.get(page) ?? [])]) drop(key)
      forgetFills(page)
    },
    clear() {
      kept.clear()
      keysByPage.clear()
      forgetFills(everything)
    },
  }
}

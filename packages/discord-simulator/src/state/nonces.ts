import type { StoredMessage } from './messages.ts'

// Discord says "the past few minutes" (resources/message, "Create Message").
const windowMs = 5 * 60_000

/** Which message a nonce made, while Discord remembers. */
export function createNonces(now: () => number) {
  const known = new Map<string, { message: StoredMessage; atMs: number }>()
  return {
    recall(key: string): StoredMessage | undefined {
      const found = known.get(key)
      if (found && now() - found.atMs > windowMs) known.delete(key)
      return known.get(key)?.message
    },
    remember(key: string, message: StoredMessage): void {
      known.set(key, { message, atMs: now() })
    },
  }
}

import type { StoredMessage } from './messages.ts'

/** What happened, for everyone who follows: the gateway, the page, and tests that wait. */
export type Change =
  | { kind: 'message'; action: 'create' | 'update' | 'delete'; message: StoredMessage }
  | { kind: 'dispatch'; event: string; data: unknown }
  | { kind: 'interaction' | 'commands' | 'gateway' | 'request' }

export type Feed = ReturnType<typeof createFeed>

export function createFeed() {
  const followers = new Set<(change: Change) => void>()
  return {
    emit(change: Change): void {
      for (const follower of [...followers]) follower(change)
    },
    subscribe(follower: (change: Change) => void): () => void {
      followers.add(follower)
      return () => followers.delete(follower)
    },
  }
}

/** Resolves with the first truthy answer of `check`, asked now and after every change; fails by naming what it waited for. */
export function waitFor<T>(
  feed: Feed,
  check: () => T | undefined | false | null,
  what: string,
  timeoutMs = 5000,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      unsubscribe()
    }
    const look = () => {
      try {
        const found = check()
        if (!found) return
        end()
        resolve(found)
      } catch (error) {
        end()
        reject(error)
      }
    }
    const timer = setTimeout(() => {
      unsubscribe()
      reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}`))
    }, timeoutMs)
    const unsubscribe = feed.subscribe(look)
    look()
  })
}

/** JSON values by name. */
export interface Store {
  read(name: string): unknown
  /** `undefined` forgets. */
  write(name: string, value: unknown): void
}

/** A browser's storage; where it is forbidden, full or broken, values last as long as the page does. */
export function createStore(open: () => Storage): Store {
  const unsaved = new Map<string, unknown>()
  return {
    read(name) {
      if (unsaved.has(name)) return unsaved.get(name)
      try {
        return JSON.parse(open().getItem(name) ?? 'null') ?? undefined
      } catch {
        return undefined
      }
    },
    write(name, value) {
      try {
        if (value === undefined) open().removeItem(name)
        else open().setItem(name, JSON.stringify(value))
        unsaved.delete(name)
      } catch {
        unsaved.set(name, value)
      }
    },
  }
}

/** Kept over visits. */
export const lasting = createStore(() => localStorage)

/** Kept for this tab, reloads included. */
export const passing = createStore(() => sessionStorage)

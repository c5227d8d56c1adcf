import type { Store } from './storage.ts'

/** A comment of this browser's; `watched` while it may still change: pending, or rejected and not yet put away. */
export interface Kept {
  id: string
  receipt: string
  page: string
  watched: boolean
}

export interface Receipts {
  watched(page: string): Kept[]
  keep(kept: Kept): void
  /** Also one that is not kept here: then it does nothing. */
  watch(id: string): void
  unwatch(id: string): void
  forget(id: string): void
}

const keptMax = 200

const isKept = (value: unknown): value is Kept => {
  const { id, receipt, page } = Object(value)
  return [id, receipt, page].every((field) => typeof field === 'string')
}

/** The receipts of one site. Read anew each time: another tab may have written. */
export function createReceipts(store: Store, site: string): Receipts {
  const name = `tertulia:receipts:${site}`
  const read = (): Kept[] => {
    const value = store.read(name)
    return Array.isArray(value) ? value.filter(isKept) : []
  }
  const others = (id: string): Kept[] => read().filter((kept) => kept.id !== id)
  const set = (id: string, watched: boolean): void =>
    store.write(
      name,
      read().map((kept) => (kept.id === id ? { ...kept, watched } : kept)),
    )
  return {
    watched: (page) => read().filter((kept) => kept.watched && kept.page === page),
    keep: (kept) => store.write(name, [...others(kept.id), kept].slice(-keptMax)),
    watch: (id) => set(id, true),
    unwatch: (id) => set(id, false),
    forget: (id) => store.write(name, others(id)),
  }
}

import type { Migration } from 'kysely/migration'
import { theWalk } from './2026-11-24-the-walk.ts'
import { undoUntil } from './2026-11-24-undo-until.ts'

/** Every migration by its dated name, oldest first. Append only: a released one is never edited. */
export const migrations: Record<string, Migration> = {
  '2026-11-24-the-walk': theWalk,
  '2026-11-24-undo-until': undoUntil,
}

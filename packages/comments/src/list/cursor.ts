import { Problem } from '@tertulia/contract'
import { z } from 'zod'
import type { After } from './queries.ts'

const Fields = z.tuple([z.iso.datetime(), z.uuid(), z.int().min(-1_000_000).max(1_000_000)])

/** A place in a list, opaque to callers: the sort key and id of the last entry they have. */
export const formatCursor = (row: { createdAt: Date; id: string; score?: number }): string =>
  Buffer.from(JSON.stringify([row.createdAt.toISOString(), row.id, row.score ?? 0])).toString('base64url')

/** Throws `invalid-request` when it is none of ours. */
export function parseCursor(cursor: string | undefined): After | null {
  if (cursor === undefined) return null
  try {
    const [createdAt, id, score] = Fields.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { createdAt, id, score }
  } catch (cause) {
    const detail = 'is not a cursor of this list: start without one'
    throw new Problem('invalid-request', `cursor ${detail}`, { errors: [{ pointer: '#/cursor', detail }] }, { cause })
  }
}

import { approvedComments, publicComment } from '@tertulia/comments'
import { type Change, type Db, formatPosition } from '@tertulia/db'

const encoder = new TextEncoder()

/** One server-sent event (HTML Living Standard, server-sent events). JSON holds no newline, so one data line is enough. */
export const serverEvent = (event: string, data: unknown, id?: string): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n${id ? `id: ${id}\n` : ''}\n`

export const encode = (text: string): Uint8Array => encoder.encode(text)

/**
 * Changes of one page as events of its present state: `comment` for one that is visible, `edit` for one edited since it was
 * posted, `remove` for one that no longer is. Only public changes may be given: others would show that something exists.
 */
export async function liveEvents(db: Db, changes: readonly Change[]): Promise<{ change: Change; text: string }[]> {
  const ids = [...new Set(changes.flatMap((change) => change.comment ?? []))]
  const visible = new Map((await approvedComments(db, ids)).map((row) => [row.id, publicComment(row)]))
  return changes.map((change) => {
    const comment = visible.get(change.comment ?? '')
    const id = formatPosition(change.position)
    if (!comment) return { change, text: serverEvent('remove', { id: change.comment }, id) }
    return { change, text: serverEvent(comment.editedAt ? 'edit' : 'comment', comment, id) }
  })
}

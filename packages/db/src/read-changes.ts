import type pg from 'pg'

/** A place in the change log: transaction, then row. Written `xid-id` where it crosses the wire (`Last-Event-ID`). */
export interface Position {
  xid: string
  id: string
}

/** One row of the change log: something about this page, comment or site is different now. */
export interface Change {
  position: Position
  site: string
  page: string | null
  comment: string | null
  public: boolean
}

export const formatPosition = ({ xid, id }: Position): string => `${xid}-${id}`

/** Reads `xid-id`; undefined when it is not one. */
export function parsePosition(text: string): Position | undefined {
  const match = /^(\d{1,18})-(\d{1,18})$/.exec(text)
  return match ? { xid: match[1]!, id: match[2]! } : undefined
}

/** The next changes after `after`, at most `limit`, none of a transaction that an older running one could still precede. */
export async function readChanges(client: pg.ClientBase, after: Position, limit: number): Promise<Change[]> {
  const { rows } = await client.query({
    name: 'read-changes',
    text: `select id::text, xid::text, site, page, comment, public from change
           where (xid, id) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
           order by xid, id limit $3`,
    values: [after.xid, after.id, limit],
  })
  return rows.map(({ id, xid, ...row }) => ({ position: { xid, id }, ...row }))
}

/** The position that everything readable lies at or before. */
export async function logHead(client: pg.ClientBase): Promise<Position> {
  const { rows } = await client.query({
    name: 'log-head',
    text: `select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text as xid`,
  })
  return { xid: rows[0].xid, id: '999999999999999999' }
}

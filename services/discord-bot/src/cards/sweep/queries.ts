import type { Db } from '@tertulia/db'

export const reviveAll = (db: Db) =>
  db.updateTable('card').set({ dead_reason: null }).where('dead_reason', 'is not', null).execute()

/** Cards for the site's pending comments that have none in its channel: it had none when they came. */
export const insertMissing = (db: Db, { site, channel }: { site: string; channel: string }) =>
  db
    .insertInto('card')
    .columns(['comment', 'channel', 'wanted'])
    .expression((eb) =>
      eb
        .selectFrom('comment')
        .select((of) => ['comment.id', of.val(channel).as('channel'), 'comment.version'])
        .where('comment.site', '=', site)
        .where('comment.status', '=', 'pending')
        .where((of) =>
          of.not(
            of.exists(
              of
                .selectFrom('card')
                .select('card.comment')
                .whereRef('card.comment', '=', 'comment.id')
                .where('card.channel', '=', channel),
            ),
          ),
        ),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()

/** Where the sweep looks: a channel and the sites that use it. */
export interface Place {
  channel: string
  sites: readonly string[]
}

const shownPending = (db: Db, { channel, sites }: Place, order: 'asc' | 'desc') =>
  db
    .selectFrom('card')
    .innerJoin('comment', 'comment.id', 'card.comment')
    .select(['card.comment', 'card.message'])
    .where('card.channel', '=', channel)
    .where('card.message', 'is not', null)
    .where('comment.status', '=', 'pending')
    .where('comment.site', 'in', [...sites])
    .orderBy('card.comment', order)
    .limit(1)
    .execute()

/** The oldest and the newest pending card that the channel should show. */
export async function probes(db: Db, place: Place): Promise<{ comment: string; message: string }[]> {
  const [oldest, newest] = await Promise.all([shownPending(db, place, 'asc'), shownPending(db, place, 'desc')])
  const found = oldest[0]?.comment === newest[0]?.comment ? oldest : [...oldest, ...newest]
  return found.map(({ comment, message }) => ({ comment, message: message! }))
}

/** Has every pending card looked at again that the channel should show. */
export const redrawPending = (db: Db, { channel, sites }: Place) =>
  db
    .updateTable('card')
    .from('comment')
    .set({ shown: 0 })
    .whereRef('comment.id', '=', 'card.comment')
    .where('comment.status', '=', 'pending')
    .where('comment.site', 'in', [...sites])
    .where('card.channel', '=', channel)
    .where('card.message', 'is not', null)
    .execute()

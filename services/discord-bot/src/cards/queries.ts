import type { CommentTable, Db } from '@tertulia/db'

/** A card as the reconciler works on it. */
export interface CardRow {
  comment: string
  channel: string
  message: string | null
  postedAt: Date | null
  generation: number
  wanted: number
  site: string
  status: CommentTable['status']
  version: number
}

/** What kind of request brings a card up to date; Discord limits each apart. */
export type Kind = 'post' | 'edit' | 'old-edit'

const hourMs = 3_600_000

/** Where the reconciler looks: the sites it knows, at its time. */
export interface Scope {
  sites: readonly string[]
  now: Date
}

/** Cards that Discord shows as they no longer are, or with an Undo that has lapsed. */
const behind = (db: Db, { sites, now }: Scope) =>
  db
    .selectFrom('card')
    .innerJoin('comment', 'comment.id', 'card.comment')
    .where('card.dead_reason', 'is', null)
    .where('comment.site', 'in', [...sites])
    .where((eb) => eb.or([eb('card.shown', '<', eb.ref('card.wanted')), eb('card.undo_until', '<=', now)]))

export async function channelsBehind(db: Db, scope: Scope): Promise<string[]> {
  const rows = await behind(db, scope).select('card.channel').distinct().execute()
  return rows.map(({ channel }) => channel)
}

/** The channel's next card to do: posts first, oldest comment first; then edits, newest message first. */
export const nextCard = (
  db: Db,
  { channel, kinds, except, ...scope }: Scope & { channel: string; kinds: readonly Kind[]; except: readonly string[] },
): Promise<CardRow | undefined> => {
  const hourAgo = new Date(scope.now.getTime() - hourMs)
  return behind(db, scope)
    .select([
      'card.comment',
      'card.channel',
      'card.message',
      'card.posted_at as postedAt',
      'card.generation',
      'card.wanted',
    ])
    .select(['comment.site', 'comment.status', 'comment.version'])
    .where('card.channel', '=', channel)
    .where((eb) =>
      eb.or([
        ...(kinds.includes('post') ? [eb('card.message', 'is', null)] : []),
        ...(kinds.includes('edit')
          ? [eb.and([eb('card.message', 'is not', null), eb('card.posted_at', '>', hourAgo)])]
          : []),
        ...(kinds.includes('old-edit')
          ? [eb.and([eb('card.message', 'is not', null), eb('card.posted_at', '<=', hourAgo)])]
          : []),
      ]),
    )
    .$if(except.length > 0, (query) => query.where('card.comment', 'not in', [...except]))
    .orderBy((eb) => eb('card.message', 'is', null), 'desc')
    .orderBy('card.posted_at', (order) => order.desc().nullsLast())
    .orderBy('card.comment')
    .limit(1)
    .executeTakeFirst()
}

/** A card at the place of a press. */
export const cardAt = (db: Db, { comment, channel }: { comment: string; channel: string }) =>
  db
    .selectFrom('card')
    .innerJoin('comment', 'comment.id', 'card.comment')
    .select(['card.message', 'card.shown', 'card.posted_at as postedAt', 'comment.site', 'comment.version'])
    .where('card.comment', '=', comment)
    .where('card.channel', '=', channel)
    .executeTakeFirst()

/** What a card shows that the comment's own row does not hold. */
export async function surroundingsOf(db: Db, comment: string) {
  const row = await db
    .selectFrom('comment')
    .innerJoin('page', 'page.id', 'comment.page')
    .leftJoin('comment as parent', 'parent.id', 'comment.parent')
    .leftJoin('revision', (join) =>
      join.onRef('revision.comment', '=', 'parent.id').onRef('revision.revision', '=', 'parent.revision'),
    )
    .select(['page.confirmed', 'parent.author_name as name', 'revision.text'])
    .where('comment.id', '=', comment)
    .executeTakeFirst()
  if (!row) return undefined
  const { confirmed, name, text } = row
  return { confirmed, parent: name !== null && text !== null ? { name, text } : null }
}

export interface Shown {
  comment: string
  channel: string
  message: string
  version: number
  undoUntil: Date | null
  postedAt: Date
}

/** What the bot made Discord show. */
export const saveShown = (db: Db, { comment, channel, message, version, undoUntil, postedAt }: Shown) =>
  db
    .updateTable('card')
    .set({ message, shown: version, undo_until: undoUntil, posted_at: postedAt })
    .where('comment', '=', comment)
    .where('channel', '=', channel)
    .execute()

/**
 * What a press's own answer made Discord show. If the reconciler wrote to the card since the press read it, nobody knows
 * which of the two came last, so the card stays behind and is drawn once more.
 */
export const savePressed = (db: Db, { readShown, ...shown }: Shown & { readShown: number }) =>
  db
    .updateTable('card')
    .set({ message: shown.message, shown: shown.version, undo_until: shown.undoUntil, posted_at: shown.postedAt })
    .where('comment', '=', shown.comment)
    .where('channel', '=', shown.channel)
    .where('shown', '=', readShown)
    .execute()

type Place = Pick<CardRow, 'comment' | 'channel'>

/** Has a card drawn again that claims to show this version already. */
export const redraw = (db: Db, { comment, channel, version }: Place & { version: number }) =>
  db
    .updateTable('card')
    .set((eb) => ({
      wanted: eb.fn<number>('greatest', ['wanted', eb.val(version)]),
      shown: eb.fn<number>('least', ['shown', eb.val(version - 1)]),
    }))
    .where('comment', '=', comment)
    .where('channel', '=', channel)
    .execute()

/** Notes that a message may exist from now on, though we do not know its id yet. */
export const markPosting = (db: Db, { comment, channel }: Place, at: Date) =>
  db
    .updateTable('card')
    .set({ posted_at: at })
    .where('comment', '=', comment)
    .where('channel', '=', channel)
    .where('posted_at', 'is', null)
    .execute()

/** The message is gone; the next one is another. */
export const forgetMessage = (db: Db, { comment, channel }: Place) =>
  db
    .updateTable('card')
    .set((eb) => ({
      message: null,
      posted_at: null,
      undo_until: null,
      shown: 0,
      generation: eb('generation', '+', 1),
    }))
    .where('comment', '=', comment)
    .where('channel', '=', channel)
    .execute()

/** A comment decided before its card was posted needs no message. */
export const settleUnposted = (db: Db, channel: string) =>
  db
    .updateTable('card')
    .from('comment')
    .set((eb) => ({ shown: eb.ref('card.wanted') }))
    .whereRef('comment.id', '=', 'card.comment')
    .where('comment.status', '!=', 'pending')
    .where('card.channel', '=', channel)
    .where('card.message', 'is', null)
    .where('card.posted_at', 'is', null)
    .where('card.shown', '<', (eb) => eb.ref('card.wanted'))
    .execute()

export const settle = (db: Db, { comment, channel, version }: Place & { version: number }) =>
  db
    .updateTable('card')
    .set({ shown: version, posted_at: null })
    .where('comment', '=', comment)
    .where('channel', '=', channel)
    .execute()

/** Gives a card up until the next sweep. */
export const markDead = (db: Db, { comment, channel }: Place, reason: string) =>
  db
    .updateTable('card')
    .set({ dead_reason: reason })
    .where('comment', '=', comment)
    .where('channel', '=', channel)
    .execute()

/** Gives up all cards of the channel that are behind. */
export const markChannelDead = (db: Db, channel: string, reason: string) =>
  db
    .updateTable('card')
    .set({ dead_reason: reason })
    .where('channel', '=', channel)
    .where('shown', '<', (eb) => eb.ref('wanted'))
    .execute()

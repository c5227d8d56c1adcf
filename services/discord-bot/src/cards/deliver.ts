import type { Tertulia } from '@tertulia/comments'
import type { REST } from 'discord.js'
import { type APIMessage, Routes } from 'discord-api-types/v10'
import { shortId } from '../custom-id.ts'
import { type CardView, loadCard } from './card-view.ts'
import { type CardRow, markPosting, saveShown, settle } from './queries.ts'
import { type CardMessage, renderCard } from './render-card.ts'
import { undoUntil } from './undo-until.ts'

export interface Delivery {
  tertulia: Tertulia
  rest: REST
  /** comments that a press is answering at this moment */
  held: () => readonly string[]
}

// Discord remembers a nonce for "the past few minutes" (Create Message): within this it surely does.
const nonceTrustedMs = 60_000
const generationsMax = 36 ** 3

/**
 * Makes Discord show the comment as it is at this moment: edits the card's message, or posts it where there is none.
 * Safe to repeat after any failure: a post whose answer was lost is found again by its nonce, later by its buttons.
 * Throws what the REST call throws.
 */
export async function deliverCard(delivery: Delivery, row: CardRow): Promise<void> {
  const { tertulia, rest } = delivery
  const now = tertulia.now()
  const view = await loadCard(tertulia, row.comment)
  const site = tertulia.sites.find(row.site)
  if (!view || !site) return
  const body = renderCard(view, { locale: site.locale, now })

  const message = row.message ?? (await postedEarlier(delivery, row, view))
  if (message) {
    await rest.patch(Routes.channelMessage(row.channel, message), { body })
    return save(delivery, row, { view, message, postedAt: row.postedAt ?? now, now })
  }
  if (view.comment.status !== 'pending') {
    await settle(tertulia.db, { ...row, version: Math.max(view.comment.version, row.wanted) })
    return
  }
  await markPosting(tertulia.db, row, now)
  const posted = await post(delivery, row, body)
  await save(delivery, row, { view, message: posted.id, postedAt: now, now })
}

function post({ rest }: Delivery, row: CardRow, body: CardMessage): Promise<APIMessage> {
  const nonce = `${shortId(row.comment)}${(row.generation % generationsMax).toString(36)}`
  const request = rest.post(Routes.channelMessages(row.channel), {
    body: { ...body, nonce, enforce_nonce: true },
  })
  return request as Promise<APIMessage>
}

/** The message of an earlier try whose answer never came, looked for among the channel's last hundred. */
async function postedEarlier({ tertulia, rest }: Delivery, row: CardRow, view: CardView) {
  if (!row.postedAt) return undefined
  const fresh = tertulia.now().getTime() - row.postedAt.getTime() < nonceTrustedMs
  if (fresh && view.comment.status === 'pending') return undefined
  const query = new URLSearchParams({ limit: '100' })
  const last = (await rest.get(Routes.channelMessages(row.channel), { query })) as APIMessage[]
  const ours = `:${shortId(row.comment)}:`
  return last.find((message) => JSON.stringify(message.components ?? []).includes(ours))?.id
}

interface Sent {
  view: CardView
  message: string
  postedAt: Date
  now: Date
}

async function save({ tertulia, held }: Delivery, row: CardRow, { view, message, postedAt, now }: Sent): Promise<void> {
  const { comment, channel } = row
  // The newest state was sent, so whatever was wanted before is shown; unless a press answered meanwhile, for nobody knows
  // which of the two Discord took last. Then the card is drawn once more.
  const version = held().includes(comment) ? 0 : Math.max(view.comment.version, row.wanted)
  await saveShown(tertulia.db, { comment, channel, message, version, undoUntil: undoUntil(view, now), postedAt })
}

import { setTimeout as delay } from 'node:timers/promises'
import { cardAt, redraw, savePressed } from '../cards/queries.ts'
import { acknowledge, whisper } from './acknowledge.ts'
import type { PressDeps, ReadPress } from './handle-press.ts'
import { type Settled, settlePress } from './settle-press.ts'

// Discord waits 3 s for the first answer, its own way included.
const quickMs = 1_200
const lateMs = 60_000

/**
 * Decides and answers. Done soon: one answer carries the final card. Else the press is acknowledged and the card follows.
 * A press that reached us too late for any answer is applied if it is younger than a minute; the card then shows it.
 */
export async function answerPress(deps: PressDeps, press: ReadPress): Promise<void> {
  const { interaction } = press
  const defer = () => acknowledge(deps, interaction, 'defer', () => interaction.deferUpdate())
  // An old press whose token still lives is a clock that is wrong, here or there, and no old press.
  const old = deps.tertulia.now().getTime() - interaction.createdTimestamp > lateMs
  if (old && !(await defer())) return refresh(deps, press)

  const settling = settlePress(deps, press)
  const quick = interaction.deferred ? undefined : await within(quickMs, settling)
  if (!quick && !interaction.deferred) await defer()
  await answer(deps, press, await settling)
}

async function within<Result>(ms: number, work: Promise<Result>): Promise<Result | undefined> {
  const timer = new AbortController()
  const late = delay(ms, undefined, { signal: timer.signal }).catch(() => undefined)
  return Promise.race([work, late]).finally(() => timer.abort())
}

async function answer(deps: PressDeps, press: ReadPress, settled: Settled): Promise<void> {
  const { interaction } = press
  const { db } = deps.tertulia
  if (settled.kind === 'told') {
    await whisper(deps, interaction, settled.text)
    if (settled.outdated) await redraw(db, settled.outdated)
    return
  }
  const { flags, components, shown } = settled
  const arrived = interaction.deferred
    ? await acknowledge(deps, interaction, 'edit', () => interaction.editReply({ components }))
    : await acknowledge(deps, interaction, 'update', () => interaction.update({ flags, components }))
  if (arrived) await savePressed(db, shown)
}

async function refresh({ tertulia, log }: PressDeps, { interaction, on }: ReadPress): Promise<void> {
  log.info({ interaction: interaction.id }, 'A press came too late to be applied')
  const place = { comment: on.comment, channel: interaction.channelId ?? '' }
  const card = await cardAt(tertulia.db, place)
  if (card) await redraw(tertulia.db, { ...place, version: card.version })
}

import { Problem } from '@tertulia/contract'
import { authorise } from '../authorise.ts'
import { loadCard } from '../cards/card-view.ts'
import { cardAt, type Shown } from '../cards/queries.ts'
import { type CardMessage, renderCard } from '../cards/render-card.ts'
import { undoUntil } from '../cards/undo-until.ts'
import { explainProblem } from './explain-problem.ts'
import type { PressDeps, ReadPress } from './handle-press.ts'

/** What came of a press: the card as it is now, or something to tell the presser alone. */
export type Settled =
  | (Pick<CardMessage, 'flags' | 'components'> & { kind: 'card'; shown: Shown & { readShown: number } })
  | { kind: 'told'; text: string; outdated?: { comment: string; channel: string; version: number } }

type Card = NonNullable<Awaited<ReturnType<typeof cardAt>>>

/** Decides what was pressed, if the card is the one we know and the presser may. Never throws: a failure is told. */
export async function settlePress(deps: PressDeps, press: ReadPress): Promise<Settled> {
  const { strings, interaction } = press
  try {
    return await decide(deps, press)
  } catch (error) {
    deps.log.error({ err: error, interaction: interaction.id }, 'A press could not be settled')
    return { kind: 'told', text: strings.failed }
  }
}

async function decide({ tertulia }: PressDeps, press: ReadPress): Promise<Settled> {
  const { interaction, on, button, presser, sites, strings } = press
  const place = { comment: on.comment, channel: interaction.channelId ?? '' }
  const card = await cardAt(tertulia.db, place)
  const site = sites.find(({ id }) => id === card?.site)
  if (!card || !site) return { kind: 'told', text: strings.oldCard }
  const moderator = authorise(presser, site)
  if (!moderator) return { kind: 'told', text: strings.notAllowed }
  // A card that was posted this moment may be pressed before its message's id is saved.
  if (card.message !== null && card.message !== interaction.message.id) return { kind: 'told', text: strings.oldCard }

  try {
    const fields = interaction.isModalSubmit() ? { fields: interaction.fields } : {}
    await button.decide({ tertulia, moderator, on, request: interaction.id, ...fields })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return {
      kind: 'told',
      text: explainProblem(error, strings),
      outdated: { ...place, version: versionIn(error, card) },
    }
  }
  const now = tertulia.now()
  const view = await loadCard(tertulia, on.comment)
  if (!view) return { kind: 'told', text: strings.gone }
  const { flags, components } = renderCard(view, { locale: site.locale, now })
  const shown = {
    ...place,
    message: interaction.message.id,
    version: view.comment.version,
    undoUntil: undoUntil(view, now),
    postedAt: card.postedAt ?? now,
    readShown: card.shown,
  }
  return { kind: 'card', flags, components, shown }
}

const versionIn = ({ extra }: Problem, card: Card): number =>
  (extra.current as { comment: { version: number } } | undefined)?.comment.version ?? card.version

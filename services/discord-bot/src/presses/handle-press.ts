import type { SiteConfig, Tertulia } from '@tertulia/comments'
import type { ButtonInteraction, ModalMessageModalSubmitInteraction } from 'discord.js'
import type { Logger } from 'pino'
import { authorise, type Presser, presserOf } from '../authorise.ts'
import type { Button } from '../buttons/button.ts'
import { buttonOf } from '../buttons/index.ts'
import type { Reconciler } from '../cards/reconciler.ts'
import { type CustomId, parseCustomId } from '../custom-id.ts'
import { type Strings, stringsFor } from '../strings/strings.ts'
import { acknowledge, whisper } from './acknowledge.ts'
import { answerPress } from './answer-press.ts'

export interface PressDeps {
  tertulia: Tertulia
  hold: Reconciler['hold']
  log: Logger
}

/** A button pressed on a card, or the form that it opened submitted. */
export type PressInteraction = ButtonInteraction | ModalMessageModalSubmitInteraction

/** A press that may be looked at: its custom id is ours, and its presser moderates some site of this server. */
export interface ReadPress {
  interaction: PressInteraction
  on: CustomId
  button: Button
  presser: Presser
  sites: readonly SiteConfig[]
  /** in the presser's language */
  strings: Strings
}

/**
 * Answers one press. Nothing is remembered between presses: the custom id says what was seen, the database says what holds,
 * so a press works after a restart and a year later. Everyone who sees a card can press; each press is refused unless a role
 * of the comment's site allows it.
 */
export async function handlePress(deps: PressDeps, interaction: PressInteraction): Promise<void> {
  const sites = deps.tertulia.sites.all().filter(({ discord }) => discord?.guild === interaction.guildId)
  const strings = stringsFor(interaction.locale, sites[0]?.locale)
  const on = parseCustomId(interaction.customId)
  const button = on && buttonOf(on.action)
  if (!button) return void (await whisper(deps, interaction, strings.oldCard))

  const presser = presserOf(interaction)
  if (!sites.some((site) => authorise(presser, site)))
    return void (await whisper(deps, interaction, strings.notAllowed))
  // The form is the first answer, with no read before it; who may decide on this comment is asked when it is submitted.
  if (button.form && interaction.isButton()) {
    const form = { ...button.form(strings), custom_id: interaction.customId }
    return void (await acknowledge(deps, interaction, 'form', () => interaction.showModal(form)))
  }
  const release = deps.hold(on.comment)
  try {
    await answerPress(deps, { interaction, on, button, presser, sites, strings })
  } finally {
    release()
  }
}

import type { Moderator, Tertulia } from '@tertulia/comments'
import type { Decided } from '@tertulia/contract'
import type { ModalSubmitFields } from 'discord.js'
import type { APIModalInteractionResponseCallbackData, ButtonStyle } from 'discord-api-types/v10'
import type { CustomId } from '../custom-id.ts'
import type { Strings } from '../strings/strings.ts'

/** One authorised press, as a verb needs it. */
export interface Press {
  tertulia: Tertulia
  moderator: Moderator
  /** what the moderator pressed: comment, revision, status seen */
  on: CustomId
  /** the interaction's id, so that the same press twice decides once */
  request: string
  /** what was filled into the form, for a button that has one */
  fields?: ModalSubmitFields
}

export type Form = Omit<APIModalInteractionResponseCallbackData, 'custom_id'>

/** A button of a card, as data. Copy a neighbour, list it in `index.ts`, place it in `cards/render-card.ts`. */
export interface Button {
  label: (strings: Strings) => string
  style: ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success | ButtonStyle.Danger
  /** Shown as the first answer, before anything is read; submitting it is the press. */
  form?: (strings: Strings) => Form
  decide: (press: Press) => Promise<Decided>
}

import { decideComment } from '@tertulia/comments'
import { NewDecision, reasons } from '@tertulia/contract'
import type { ModalSubmitFields } from 'discord.js'
import { ButtonStyle, ComponentType, TextInputStyle } from 'discord-api-types/v10'
import type { Strings } from '../strings/strings.ts'
import type { Button, Form } from './button.ts'

const noteLengthMax = 1_000
const fields = { reason: 'reason', note: 'note', tell: 'tell' }

/** Rejects with a reason, a note if wanted, and word to the author if wanted. */
export const reject: Button = {
  label: (strings) => strings.reject,
  style: ButtonStyle.Danger,
  form: rejectForm,
  decide: ({ tertulia, moderator, request, fields: filled, on: { comment, revision, seen } }) =>
    decideComment(tertulia, moderator, {
      id: comment,
      decision: NewDecision.parse({ action: 'reject', revision, seen, ...(filled ? readForm(filled) : {}) }),
      request,
    }),
}

function rejectForm(strings: Strings): Form {
  return {
    title: strings.rejectTitle,
    components: [
      {
        type: ComponentType.Label,
        label: strings.reasonLabel,
        component: {
          type: ComponentType.RadioGroup,
          custom_id: fields.reason,
          required: true,
          options: reasons.map((reason) => ({ value: reason, label: strings.reasons[reason] })),
        },
      },
      {
        type: ComponentType.Label,
        label: strings.noteLabel,
        description: strings.noteDescription,
        component: {
          type: ComponentType.TextInput,
          custom_id: fields.note,
          style: TextInputStyle.Paragraph,
          required: false,
          max_length: noteLengthMax,
        },
      },
      {
        type: ComponentType.Label,
        label: strings.tellLabel,
        description: strings.tellDescription,
        component: { type: ComponentType.Checkbox, custom_id: fields.tell },
      },
    ],
  }
}

function readForm(filled: ModalSubmitFields) {
  const note = filled.getTextInputValue(fields.note).trim()
  return {
    reason: filled.getRadioGroup(fields.reason, true),
    tellAuthor: filled.getCheckbox(fields.tell),
    ...(note ? { note } : {}),
  }
}

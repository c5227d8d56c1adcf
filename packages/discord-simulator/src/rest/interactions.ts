import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  ModalInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod'
import { MessageFlags } from 'discord-api-types/v10'
import { literal, looseObject } from 'zod/mini'
import type { RawComponent } from '../state/components.ts'
import type { Interaction, SimModal } from '../state/interactions.ts'
import type { MessageBody } from '../state/messages.ts'
import { modalIssues } from '../validation/modal-rules.ts'
import { checkedMessage } from './checked-message.ts'
import { alreadyAcknowledged, type Issue, unknownInteraction } from './discord-error.ts'
import { createAnswer } from './interaction-answer.ts'
import type { Call, Route } from './route.ts'

type Answer = (call: Call, interaction: Interaction) => void

const dataOf = <T>(call: Call): T => ((call.body as { data?: T | null }).data ?? {}) as T

function reply(call: Call, interaction: Interaction): void {
  const body = checkedMessage(call, { schema: CreateMessageInteractionCallbackRequestSchema, under: 'data' })
  interaction.original = createAnswer(call, interaction, body)
}

/** A deferral takes the EPHEMERAL flag and nothing else; Components V2 come with the edit (discord-api-docs#7515). */
function deferReply(call: Call, interaction: Interaction): void {
  call.check<{ data?: MessageBody | null }>(CreateMessageInteractionCallbackRequestSchema, ({ data }) =>
    (data?.flags ?? 0) & ~MessageFlags.Ephemeral
      ? [
          {
            path: ['data', 'flags'],
            code: 'BASE_TYPE_CHOICES',
            message: 'A deferred reply takes only the EPHEMERAL flag.',
          },
        ]
      : [],
  )
  interaction.original = createAnswer(call, interaction, dataOf(call), MessageFlags.Loading)
}

function deferUpdate(call: Call, interaction: Interaction): void {
  call.check(UpdateMessageInteractionCallbackRequestSchema)
  if (interaction.source) interaction.original = interaction.source
}

function update(call: Call, interaction: Interaction): void {
  const current = interaction.source
  if (!current) return
  const schema = UpdateMessageInteractionCallbackRequestSchema
  const body = checkedMessage(call, { schema, under: 'data', current })
  interaction.original = call.state.messages.edit(current, body, call.state.attachments.store(call.files))
}

function choices(call: Call, interaction: Interaction): void {
  call.check(ApplicationCommandAutocompleteCallbackRequestSchema)
  interaction.choices = dataOf<Pick<Interaction, 'choices'>>(call).choices ?? []
}

function modal(call: Call, interaction: Interaction): void {
  const body = call.check<{ data: Pick<SimModal, 'custom_id' | 'title' | 'components'> }>(
    ModalInteractionCallbackRequestSchema,
    ({ data }) => modalIssues(data.components as RawComponent[]),
  )
  interaction.modal = {
    ...body.data,
    interactionId: interaction.id,
    userId: interaction.userId,
    ...(interaction.source && { messageId: interaction.source.json.id }),
  }
}

const answers: Record<number, { answer: Answer; allowed: (interaction: Interaction) => boolean }> = {
  4: { answer: reply, allowed: ({ type }) => type !== 4 },
  5: { answer: deferReply, allowed: ({ type }) => type !== 4 },
  6: { answer: deferUpdate, allowed: ({ type, source }) => (type === 3 || type === 5) && Boolean(source) },
  7: { answer: update, allowed: ({ type, source }) => (type === 3 || type === 5) && Boolean(source) },
  8: { answer: choices, allowed: ({ type }) => type === 4 },
  9: { answer: modal, allowed: ({ type }) => type === 2 || type === 3 },
}

const anyCallback = looseObject({ type: literal(Object.keys(answers).map(Number)) })

function allowedType(interaction: Interaction): (body: { type: number }) => Issue[] {
  return ({ type }) =>
    answers[type]?.allowed(interaction)
      ? []
      : [
          {
            path: ['type'],
            code: 'BASE_TYPE_CHOICES',
            message: `Callback type ${type} cannot answer an interaction of type ${interaction.type}.`,
          },
        ]
}

function callback(call: Call) {
  const { interactions } = call.state
  const interaction = interactions.byId(call.params.interaction ?? '')
  if (!interaction || interaction.token !== call.params.token) throw unknownInteraction()
  interactions.expire(interaction)
  if (interaction.failed) throw unknownInteraction()
  if (interaction.callbackType !== undefined) throw alreadyAcknowledged()

  const { type } = call.check<{ type: number }>(anyCallback, allowedType(interaction))
  answers[type]?.answer(call, interaction)
  interactions.ack(interaction, type)
  interactions.changed()
  if (call.query.get('with_response') !== 'true') return { status: 204 }
  const message = [4, 5, 7].includes(type) ? interaction.original?.json : undefined
  return {
    body: {
      interaction: {
        id: interaction.id,
        type: interaction.type,
        ...(interaction.original && {
          response_message_id: interaction.original.json.id,
          response_message_loading: (interaction.original.json.flags! & MessageFlags.Loading) !== 0,
          response_message_ephemeral: Boolean(interaction.original.ephemeralTo),
        }),
      },
      ...(message && { resource: { type, message } }),
    },
  }
}

export const interactionRoutes: Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    auth: 'token-in-path',
    limit: 'none',
    handle: callback,
  },
]

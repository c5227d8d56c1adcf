import { IncomingWebhookRequestPartialSchema, IncomingWebhookUpdateRequestPartialSchema } from 'discord-api-spec/zod'
import { MessageFlags } from 'discord-api-types/v10'
import type { Interaction } from '../state/interactions.ts'
import type { StoredMessage } from '../state/messages.ts'
import { checkedMessage } from './checked-message.ts'
import { invalidWebhookToken, unknownMessage, unknownWebhook } from './discord-error.ts'
import { createAnswer } from './interaction-answer.ts'
import type { Call, Route } from './route.ts'

/** An interaction's token is a webhook from the first answer until 15 minutes after the press. */
function interactionOf(call: Call): Interaction {
  if (call.params.application !== call.state.world.application.id) throw unknownWebhook()
  const interaction = call.state.interactions.byToken(call.params.token ?? '')
  if (!interaction || !call.state.interactions.alive(interaction)) throw invalidWebhookToken()
  if (interaction.callbackType === undefined) throw unknownWebhook()
  return interaction
}

function messageOf(call: Call, interaction: Interaction): StoredMessage {
  const asked = call.params.message
  const { messages } = call.state
  if (asked === '@original') {
    const original = interaction.original && messages.get(interaction.channelId, interaction.original.json.id)
    if (!original) throw unknownMessage()
    return original
  }
  const message = messages.get(interaction.channelId, asked ?? '')
  if (!message) throw unknownMessage()
  if (message.interactionToken !== interaction.token && message !== interaction.original) throw unknownMessage()
  return message
}

const isLoading = (message: StoredMessage) => (message.json.flags! & MessageFlags.Loading) !== 0

function settle(call: Call, interaction: Interaction): void {
  interaction.settled = true
  call.state.interactions.changed()
}

function edit(call: Call) {
  const interaction = interactionOf(call)
  const current = messageOf(call, interaction)
  const body = checkedMessage(call, { schema: IncomingWebhookUpdateRequestPartialSchema, current })
  const files = call.state.attachments.store(call.files)
  const message = call.state.messages.edit(current, body, files, !isLoading(current))
  settle(call, interaction)
  return message.json
}

/** The first follow-up of a deferred reply takes its place, and stays as private as the deferral was. */
function followUp(call: Call) {
  const interaction = interactionOf(call)
  const body = checkedMessage(call, { schema: IncomingWebhookRequestPartialSchema })
  const waiting = interaction.original
  const message =
    waiting && isLoading(waiting)
      ? call.state.messages.edit(waiting, body, call.state.attachments.store(call.files), false)
      : createAnswer(call, interaction, body)
  settle(call, interaction)
  return message.json
}

const webhook = '/webhooks/:application/:token'
const limit = { max: 5, windowMs: 2_000 }

export const webhookRoutes: Route[] = [
  { method: 'POST', path: webhook, auth: 'token-in-path', limit, handle: (call) => ({ body: followUp(call) }) },
  {
    method: 'GET',
    path: `${webhook}/messages/:message`,
    auth: 'token-in-path',
    limit,
    handle: (call) => ({ body: messageOf(call, interactionOf(call)).json }),
  },
  {
    method: 'PATCH',
    path: `${webhook}/messages/:message`,
    auth: 'token-in-path',
    limit,
    handle: (call) => ({ body: edit(call) }),
  },
  {
    method: 'DELETE',
    path: `${webhook}/messages/:message`,
    auth: 'token-in-path',
    limit,
    handle(call) {
      const interaction = interactionOf(call)
      call.state.messages.remove(messageOf(call, interaction))
      settle(call, interaction)
      return { status: 204 }
    },
  },
]

import { MessageCreateRequestSchema, MessageEditRequestPartialSchema } from 'discord-api-spec/zod'
import { PermissionFlagsBits as P } from 'discord-api-types/v10'
import type { StoredMessage } from '../state/messages.ts'
import { channelFor } from './access.ts'
import { checkedMessage } from './checked-message.ts'
import { DiscordError, invalidFormBody, unknownMessage } from './discord-error.ts'
import type { Call, Route } from './route.ts'

const hourMs = 3_600_000
const fiveInFive = { max: 5, windowMs: 5_000 }

function messageOf(call: Call): StoredMessage {
  const channel = channelFor(call)
  const message = call.state.messages.get(channel.id, call.params.message ?? '')
  if (!message || message.ephemeralTo) throw unknownMessage()
  return message
}

/** Edits of messages older than an hour: 3 per 6 s a channel, error 30046 (userdoccers, resources/message). */
function expectOldEditAllowed(call: Call, message: StoredMessage): void {
  if (call.state.now() - Date.parse(message.json.timestamp) <= hourMs) return
  const taken = call.limits.take(`old-edits ${message.json.channel_id}`, 3, 6_000)
  if (taken.ok) return
  const retryAfter = taken.resetAfterMs / 1000
  throw new DiscordError(429, 30046, 'Maximum number of edits to messages older than 1 hour reached. Try again later', {
    extra: { retry_after: retryAfter, global: false },
    headers: { 'retry-after': String(Math.ceil(retryAfter)), 'x-ratelimit-scope': 'shared' },
  })
}

function list(call: Call) {
  const channel = channelFor(call, P.ReadMessageHistory)
  const limit = Number(call.query.get('limit') ?? 50)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw invalidFormBody([
      { path: ['limit'], code: 'NUMBER_TYPE_MAX', message: 'int value should be between 1 and 100.' },
    ])
  const newestFirst = call.state.messages
    .all()
    .filter((message) => message.json.channel_id === channel.id && !message.ephemeralTo)
    .map((message) => message.json)
    .reverse()
  const before = call.query.get('before')
  const after = call.query.get('after')
  if (after) return newestFirst.filter((message) => BigInt(message.id) > BigInt(after)).slice(-limit)
  return newestFirst.filter((message) => !before || BigInt(message.id) < BigInt(before)).slice(0, limit)
}

function create(call: Call) {
  const channel = channelFor(call, P.SendMessages | (call.files.length ? P.AttachFiles : 0n))
  const body = checkedMessage(call, { schema: MessageCreateRequestSchema })
  const { messages, nonces, attachments } = call.state
  const nonce = body.enforce_nonce && body.nonce != null ? `${channel.id} ${body.nonce}` : undefined
  const first = nonce && nonces.recall(nonce)
  if (first) return first.json
  const reference = body.message_reference && { message_reference: body.message_reference }
  const message = messages.create(channel.id, body, attachments.store(call.files), { ...reference })
  if (nonce) nonces.remember(nonce, message)
  return message.json
}

export const messageRoutes: Route[] = [
  { method: 'GET', path: '/channels/:channel/messages', auth: 'bot', handle: (call) => ({ body: list(call) }) },
  {
    method: 'POST',
    path: '/channels/:channel/messages',
    auth: 'bot',
    limit: fiveInFive,
    handle: (call) => ({ body: create(call) }),
  },
  {
    method: 'GET',
    path: '/channels/:channel/messages/:message',
    auth: 'bot',
    handle: (call) => ({ body: messageOf(call).json }),
  },
  {
    method: 'PATCH',
    path: '/channels/:channel/messages/:message',
    auth: 'bot',
    limit: fiveInFive,
    handle(call) {
      const current = messageOf(call)
      expectOldEditAllowed(call, current)
      const body = checkedMessage(call, { schema: MessageEditRequestPartialSchema, current })
      return { body: call.state.messages.edit(current, body, call.state.attachments.store(call.files)).json }
    },
  },
  {
    method: 'DELETE',
    path: '/channels/:channel/messages/:message',
    auth: 'bot',
    limit: { max: 5, windowMs: 1_000 },
    handle(call) {
      call.state.messages.remove(messageOf(call))
      return { status: 204 }
    },
  },
]

import { type APIMessage, MessageFlags } from 'discord-api-types/v10'
import type { World } from '../world.ts'
import { apiUser } from './api-objects.ts'
import type { RawComponent } from './components.ts'
import type { Feed } from './feed.ts'
import { storedComponents } from './stored-components.ts'

export interface StoredMessage {
  json: APIMessage
  /** The only member who sees it. */
  ephemeralTo?: string
  /** The interaction whose token may edit it. */
  interactionToken?: string
}

/** The part of a message body that Discord keeps; the same for creates, edits and interaction answers. */
export interface MessageBody {
  content?: string | null
  embeds?: unknown[] | null
  components?: RawComponent[] | null
  flags?: number | null
  attachments?: { id: string }[] | null
  nonce?: string | number | null
  enforce_nonce?: boolean | null
  allowed_mentions?: unknown
  message_reference?: { message_id: string } | null
}

const keptFlags = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2 | MessageFlags.SuppressNotifications

export type Messages = ReturnType<typeof createMessages>

export function createMessages(deps: { world: World; now: () => number; snowflake: () => string; feed: Feed }) {
  const { world, now, snowflake, feed } = deps
  const stored = new Map<string, StoredMessage>()
  const iso = () => new Date(now()).toISOString()

  return {
    /** Oldest first. */
    all: (): StoredMessage[] => [...stored.values()],

    get(channelId: string, id: string): StoredMessage | undefined {
      const message = stored.get(id)
      return message?.json.channel_id === channelId ? message : undefined
    },

    create(channelId: string, body: MessageBody, attachments: APIMessage['attachments'], extra: Extra = {}) {
      const { ephemeralTo, interactionToken, ...more } = extra
      const bot = world.users.find((user) => user.id === world.application.id)
      if (!bot) throw new Error('The simulator’s world has no user with the application’s id')
      const flags = ((body.flags ?? 0) & keptFlags) | (ephemeralTo ? MessageFlags.Ephemeral : 0) | (more.flags ?? 0)
      const json = {
        id: snowflake(),
        type: 0,
        channel_id: channelId,
        author: apiUser(bot),
        content: body.content ?? '',
        embeds: body.embeds ?? [],
        components: storedComponents(body.components, attachments),
        attachments,
        mentions: [],
        mention_roles: [],
        mention_everyone: false,
        pinned: false,
        tts: false,
        timestamp: iso(),
        edited_timestamp: null,
        ...(body.nonce != null && { nonce: body.nonce }),
        ...more,
        flags,
      } as unknown as APIMessage
      const message: StoredMessage = {
        json,
        ...(ephemeralTo && { ephemeralTo }),
        ...(interactionToken && { interactionToken }),
      }
      stored.set(json.id, message)
      feed.emit({ kind: 'message', action: 'create', message })
      return message
    },

    edit(message: StoredMessage, body: MessageBody, added: APIMessage['attachments'], edited = true): StoredMessage {
      const before = message.json
      const kept = body.attachments
        ? before.attachments.filter((one) => body.attachments?.some((listed) => String(listed.id) === one.id))
        : before.attachments
      // The Components V2 flag can be set by an edit and never unset; "loading" ends with the first edit.
      const sticky = before.flags! & ~(MessageFlags.Loading | MessageFlags.SuppressEmbeds)
      const flags = body.flags == null ? before.flags! & ~MessageFlags.Loading : sticky | (body.flags & keptFlags)
      message.json = {
        ...before,
        ...(body.content !== undefined && { content: body.content ?? '' }),
        ...(body.embeds !== undefined && { embeds: body.embeds ?? [] }),
        ...(body.components !== undefined && { components: storedComponents(body.components, [...kept, ...added]) }),
        attachments: [...kept, ...added],
        flags,
        edited_timestamp: edited ? iso() : null,
      } as APIMessage
      feed.emit({ kind: 'message', action: 'update', message })
      return message
    },

    remove(message: StoredMessage): void {
      stored.delete(message.json.id)
      feed.emit({ kind: 'message', action: 'delete', message })
    },
  }
}

interface Extra {
  ephemeralTo?: string
  interactionToken?: string
  flags?: number
  type?: number
  webhook_id?: string
  application_id?: string
  interaction_metadata?: unknown
  interaction?: unknown
  message_reference?: unknown
}

import { randomBytes } from 'node:crypto'
import type { RawComponent } from './components.ts'
import type { Feed } from './feed.ts'
import type { StoredMessage } from './messages.ts'

/** First answer within this, or the token is dead; and how long a living token may be used. */
export const ackWindowMs = 3_000
export const tokenLifeMs = 15 * 60_000

export interface SimModal {
  interactionId: string
  userId: string
  custom_id: string
  title: string
  components: RawComponent[]
  /** The message whose button opened it. */
  messageId?: string
}

export interface Interaction {
  id: string
  token: string
  /** 2 command, 3 component, 4 autocomplete, 5 modal submit. */
  type: number
  userId: string
  channelId: string
  createdMs: number
  /** The name of the command, for "used /queue". */
  commandName?: string
  /** The message a component or a modal hangs on. */
  source?: StoredMessage
  /** The press or command that opened the modal. */
  opener?: Interaction
  /** The message `@original` means, once there is one. */
  original?: StoredMessage
  callbackType?: number
  ackMs?: number
  modal?: SimModal
  choices?: { name: string; value: string | number }[]
  /** True once nobody answered in time: an answer that comes later gets 10062. */
  failed: boolean
  /** True once a deferred answer was edited, followed up or deleted. */
  settled: boolean
}

export type Interactions = ReturnType<typeof createInteractions>

export function createInteractions(deps: { now: () => number; snowflake: (atMs?: number) => string; feed: Feed }) {
  const { now, snowflake, feed } = deps
  const byToken = new Map<string, Interaction>()
  const byId = new Map<string, Interaction>()

  const fail = (interaction: Interaction) => {
    if (interaction.callbackType !== undefined || interaction.failed) return
    interaction.failed = true
    feed.emit({ kind: 'interaction' })
  }

  return {
    open(
      input: Pick<Interaction, 'type' | 'userId' | 'channelId' | 'source' | 'commandName' | 'opener'>,
      lateMs = 0,
    ): Interaction {
      const createdMs = now() - lateMs
      const interaction: Interaction = {
        ...input,
        id: snowflake(createdMs),
        token: `${randomBytes(24).toString('base64url')}.${randomBytes(66).toString('base64url')}`,
        createdMs,
        failed: false,
        settled: false,
      }
      byToken.set(interaction.token, interaction)
      byId.set(interaction.id, interaction)
      return interaction
    },

    byToken: (token: string): Interaction | undefined => byToken.get(token),
    byId: (id: string): Interaction | undefined => byId.get(id),

    /** Marks it failed when its three seconds are over by the injected clock. */
    expire(interaction: Interaction): void {
      if (now() - interaction.createdMs > ackWindowMs) fail(interaction)
    },
    fail,

    ack(interaction: Interaction, callbackType: number): void {
      interaction.callbackType = callbackType
      interaction.ackMs = now() - interaction.createdMs
    },

    changed(): void {
      feed.emit({ kind: 'interaction' })
    },

    alive: (interaction: Interaction): boolean => now() - interaction.createdMs <= tokenLifeMs,
  }
}

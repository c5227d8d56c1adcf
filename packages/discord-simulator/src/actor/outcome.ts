import type { APIMessage } from 'discord-api-types/v10'
import type { DiscordState } from '../state/discord.ts'
import { waitFor } from '../state/feed.ts'
import { ackWindowMs, type Interaction, type SimModal } from '../state/interactions.ts'

/** How the bot answered one press, modal or command. */
export interface InteractionOutcome {
  kind: 'update' | 'reply' | 'modal' | 'deferred' | 'choices' | 'failed'
  /** The message replied with or updated, as it was when the bot answered. */
  message?: APIMessage
  modal?: SimModal
  choices?: { name: string; value: string | number }[]
  ephemeral?: boolean
  /** From press to answer, by the simulator's clock. */
  ackMs: number
  /** The final answer: of a deferred one once it is edited or followed up, of any other at once. */
  settled: Promise<Omit<InteractionOutcome, 'settled'>>
}

const kinds: Record<number, InteractionOutcome['kind']> = {
  4: 'reply',
  5: 'deferred',
  6: 'deferred',
  7: 'update',
  8: 'choices',
  9: 'modal',
}

/** Waits for the bot's answer. Three seconds of either clock without one are a failure, and the token is dead. */
export async function outcomeOf(state: DiscordState, interaction: Interaction): Promise<InteractionOutcome> {
  const answered = () => {
    state.interactions.expire(interaction)
    return interaction.callbackType !== undefined || interaction.failed
  }
  const left = Math.max(1, ackWindowMs - (state.now() - interaction.createdMs))
  try {
    await waitFor(state.feed, answered, `an answer to interaction ${interaction.id}`, left)
  } catch {
    state.interactions.fail(interaction)
  }
  const now = describe(interaction)
  const pending = now.kind === 'deferred'
  const settled = pending
    ? waitFor(
        state.feed,
        () => interaction.settled,
        `the final answer to the deferred interaction ${interaction.id}`,
        15 * 60_000,
      ).then(() => describe(interaction))
    : Promise.resolve(now)
  // Nobody has to wait for it, so its failure alone must not end the process.
  settled.catch(() => {})
  return { ...now, settled }
}

function describe(interaction: Interaction): Omit<InteractionOutcome, 'settled'> {
  const { callbackType, original, modal, choices, ackMs = 0 } = interaction
  const kind = callbackType === undefined ? 'failed' : (kinds[callbackType] ?? 'failed')
  return {
    kind,
    ackMs,
    ...(original && { message: original.json, ephemeral: Boolean(original.ephemeralTo) }),
    ...(modal && { modal }),
    ...(choices && { choices }),
  }
}

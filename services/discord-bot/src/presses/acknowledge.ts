import { type DiscordAPIError, MessageFlags } from 'discord.js'
import type { PressDeps, PressInteraction } from './handle-press.ts'

/**
 * Sends an answer to Discord and says whether it arrived. A failure changes nothing that was decided: the token may be dead,
 * or Discord acted and its answer was lost. The reconciler repairs the card with the bot's own token.
 */
export async function acknowledge(
  { log, tertulia }: Pick<PressDeps, 'log' | 'tertulia'>,
  interaction: PressInteraction,
  answer: string,
  send: () => Promise<unknown>,
): Promise<boolean> {
  const pressedMsAgo = () => tertulia.now().getTime() - interaction.createdTimestamp
  try {
    await send()
    log.debug({ interaction: interaction.id, answer, pressedMsAgo: pressedMsAgo() }, 'A press was answered')
    return true
  } catch (error) {
    const { code, message } = error as DiscordAPIError
    log.info(
      { interaction: interaction.id, answer, pressedMsAgo: pressedMsAgo(), code, reason: message },
      'An answer to a press did not arrive',
    )
    return false
  }
}

/** Tells the presser something that nobody else sees. */
export function whisper(deps: Pick<PressDeps, 'log' | 'tertulia'>, interaction: PressInteraction, content: string) {
  const message = { content, flags: MessageFlags.Ephemeral } as const
  return acknowledge(deps, interaction, 'whisper', () =>
    interaction.deferred ? interaction.followUp(message) : interaction.reply(message),
  )
}

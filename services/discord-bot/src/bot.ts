import { setTimeout as delay } from 'node:timers/promises'
import type { Tertulia } from '@tertulia/comments'
import { type Client, Events, type Interaction } from 'discord.js'
import type { Logger } from 'pino'
import { createReconciler, type Reconciler } from './cards/reconciler.ts'
import { connect, destroy, type RefusedByDiscord, tokenRefused } from './gateway/connect.ts'
import { handlePress } from './presses/handle-press.ts'

const finishMs = 3_000

export interface BotOptions {
  tertulia: Tertulia
  token: string
  /** base of a Discord-compatible REST API, e.g. `http://127.0.0.1:8788/api`; undefined: Discord */
  api?: string | undefined
  log: Logger
  /** hears that Discord refused the bot while it ran; it will show and answer nothing more */
  onRefused?: (error: RefusedByDiscord) => void
}

export interface Bot {
  /** Resolves when presses are heard and cards are being brought up to date. Throws `RefusedByDiscord`. */
  start(): Promise<void>
  /** Finishes what runs (3 s at most) and leaves (2 s at most). */
  stop(): Promise<void>
}

/** The moderators' side in Discord: cards that follow the comments, and buttons that decide on them. */
export function createBot({ tertulia, token, api, log, onRefused = () => {} }: BotOptions): Bot {
  const presses = new Set<Promise<void>>()
  const stopping = new AbortController()
  let client: Client<true> | undefined
  let reconciler: Reconciler | undefined

  function answer(interaction: Interaction): void {
    const isPress = interaction.isButton() || (interaction.isModalSubmit() && interaction.isFromMessage())
    if (!isPress || !reconciler) return
    const work = handlePress({ tertulia, reconciler, log }, interaction)
      .catch((error: unknown) => log.error({ err: error, interaction: interaction.id }, 'A press failed'))
      .finally(() => presses.delete(work))
    presses.add(work)
  }

  return {
    async start() {
      const listen = (fresh: Client) => {
        reconciler = createReconciler({
          tertulia,
          rest: fresh.rest,
          log,
          onTokenInvalid: () => onRefused(tokenRefused()),
        })
        fresh.on(Events.InteractionCreate, answer)
      }
      client = await connect({ token, api, log, listen, onRefused, signal: stopping.signal })
      await reconciler?.start()
      log.info({ guilds: client.guilds.cache.size }, 'The bot is ready')
    },
    async stop() {
      stopping.abort()
      const finished = Promise.allSettled([reconciler?.stop(), ...presses])
      await Promise.race([finished, delay(finishMs, undefined, { ref: false })])
      if (client) await destroy(client)
    },
  }
}

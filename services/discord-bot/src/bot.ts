import { setTimeout as delay } from 'node:timers/promises'
import type { Tertulia } from '@tertulia/comments'
import { type Client, Events, type Interaction, type REST } from 'discord.js'
import type { Logger } from 'pino'
import { alone, type ClaimCards } from './cards/claim/claim-cards.ts'
import { createReconciler, type Reconciler } from './cards/reconciler.ts'
import { connect, destroy, type RefusedByDiscord, tokenRefused } from './gateway/connect.ts'
import { handlePress } from './presses/handle-press.ts'

const finishMs = 3_000
const redrawMs = 2_000

export interface BotOptions {
  tertulia: Tertulia
  token: string
  /** base of a Discord-compatible REST API, e.g. `http://127.0.0.1:8788/api`; undefined: Discord */
  api?: string | undefined
  log: Logger
  /** waits for this process's turn to draw cards; presses are answered meanwhile. Default: it is alone */
  claim?: ClaimCards
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
export function createBot(options: BotOptions): Bot {
  const { tertulia, token, api, log, claim = alone, onRefused = () => {} } = options
  const presses = new Set<Promise<void>>()
  const stopping = new AbortController()
  const { signal } = stopping
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  let client: Client<true> | undefined
  let reconciler: Reconciler | undefined
  let drawing: Promise<void> | undefined

  const hold: Reconciler['hold'] = (comment) => reconciler?.hold(comment) ?? (() => {})

  function answer(interaction: Interaction): void {
    const isPress = interaction.isButton() || (interaction.isModalSubmit() && interaction.isFromMessage())
    if (!isPress) return
    const work = handlePress({ tertulia, hold, log }, interaction)
      .catch((error: unknown) => log.error({ err: error, interaction: interaction.id }, 'A press failed'))
      .finally(() => presses.delete(work))
    presses.add(work)
  }

  /** Draws cards until this process's turn is over, or the bot stops. */
  async function draw(rest: REST): Promise<void> {
    const turn = await claim(signal)
    const cards = createReconciler({ tertulia, rest, log, onTokenInvalid: () => onRefused(tokenRefused()) })
    reconciler = cards
    await cards.start()
    await Promise.race([turn.lost, stopped])
    await cards.stop()
    await turn.release()
  }

  async function drawAlways(rest: REST): Promise<void> {
    while (!signal.aborted) {
      await draw(rest).catch(async (error: unknown) => {
        if (signal.aborted) return
        log.error({ err: error }, 'Drawing cards failed; it begins anew')
        await delay(redrawMs, undefined, { signal }).catch(() => {})
      })
    }
  }

  return {
    async start() {
      const listen = (fresh: Client) => fresh.on(Events.InteractionCreate, answer)
      client = await connect({ token, api, log, listen, onRefused, signal })
      drawing = drawAlways(client.rest)
      log.info({ guilds: client.guilds.cache.size }, 'The bot is ready')
    },
    async stop() {
      stopping.abort()
      const finished = Promise.allSettled([drawing, ...presses])
      await Promise.race([finished, delay(finishMs, undefined, { ref: false })])
      if (client) await destroy(client)
    },
  }
}

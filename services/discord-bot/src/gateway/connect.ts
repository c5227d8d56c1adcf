import { setTimeout as delay } from 'node:timers/promises'
import { Client, Events, GatewayCloseCodes, RESTEvents } from 'discord.js'
import type { Logger } from 'pino'
import { clientOptions } from './client-options.ts'

const loginTimeoutMs = 30_000
const destroyTimeoutMs = 2_000
const backoffMs = { first: 1_000, most: 60_000 }

/** Discord will not have this bot as it is set up: trying again would not help. */
export class RefusedByDiscord extends Error {
  override name = 'RefusedByDiscord'
}

export const tokenRefused = (cause?: unknown) =>
  new RefusedByDiscord(
    'Discord refused the bot’s token. Copy a fresh one from discord.com/developers/applications → your application → Bot → Reset Token, and set DISCORD_TOKEN.',
    { cause },
  )

export interface Connect {
  token: string
  api: string | undefined
  log: Logger
  /** adds the listeners, before anything can be heard */
  listen: (client: Client) => void
  /** hears that Discord ended the connection for good */
  onRefused: (error: RefusedByDiscord) => void
  signal: AbortSignal
}

/**
 * Logs in and resolves when the bot is ready. Each try has a Client of its own, since one that failed to log in never works
 * again; between tries it waits, up to a minute. Throws `RefusedByDiscord` when trying again is of no use.
 */
export async function connect(options: Connect): Promise<Client<true>> {
  const { log, signal } = options
  for (let waitMs = backoffMs.first; ; waitMs = Math.min(waitMs * 2, backoffMs.most)) {
    const client = createClient(options)
    try {
      const ready = await login(client, options.token)
      signal.throwIfAborted()
      return ready
    } catch (error) {
      await destroy(client)
      const refused = refusalIn(error)
      if (refused) throw refused
      signal.throwIfAborted()
      log.warn({ reason: (error as Error).message, waitMs }, 'Discord could not be reached')
      await delay(waitMs, undefined, { signal })
    }
  }
}

/** Ends the connection; bounded, since discord.js waits for ever on a connection that was never greeted. */
export async function destroy(client: Client): Promise<void> {
  await withTimeout(client.destroy(), destroyTimeoutMs).catch(() => {})
}

function createClient({ api, log, listen, onRefused }: Connect): Client {
  const client = new Client(clientOptions(api))
  // Without a listener any error would end the process.
  client.on(Events.Error, (error) => log.error({ err: error }, 'discord.js reported an error'))
  client.on(Events.Warn, (text) => log.warn(text))
  client.on(Events.ShardError, (error) => log.warn({ reason: error.message }, 'The line to Discord had an error'))
  client.on(Events.ShardReconnecting, () => log.info('The line to Discord is being made anew'))
  client.on(Events.ShardResume, (_, replayed) => log.info({ replayed }, 'The line to Discord is back'))
  client.on(Events.ShardDisconnect, ({ code }) => {
    // discord.js makes no new line after this. While logging in, `login` says so itself.
    if (client.isReady())
      onRefused(refusals[code]?.() ?? new RefusedByDiscord(`Discord ended the connection (${code}).`))
  })
  client.rest.on(RESTEvents.InvalidRequestWarning, (warning) =>
    log.error(warning, 'Discord refused many requests; at 10,000 in ten minutes it bans this address'),
  )
  listen(client)
  return client
}

async function login(client: Client, token: string): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve))
  await withTimeout(client.login(token), loginTimeoutMs)
  return withTimeout(ready, loginTimeoutMs)
}

const refusals: Record<number, () => RefusedByDiscord> = {
  [GatewayCloseCodes.AuthenticationFailed]: tokenRefused,
  [GatewayCloseCodes.DisallowedIntents]: () =>
    new RefusedByDiscord('Discord does not allow this bot the gateway intents it asks for.'),
}

function refusalIn(error: unknown): RefusedByDiscord | undefined {
  const { code, message } = error as { code?: unknown; message?: string }
  if (code === 'TokenInvalid') return tokenRefused(error)
  return /disallowed intents/i.test(message ?? '') ? refusals[GatewayCloseCodes.DisallowedIntents]?.() : undefined
}

function withTimeout<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  const timer = new AbortController()
  const late = delay(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`no answer within ${ms / 1000} s`)
  })
  return Promise.race([work, late]).finally(() => timer.abort())
}

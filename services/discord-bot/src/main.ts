import { ConfigError, openTertulia } from '@tertulia/comments'
import { pino } from 'pino'
import { createBot } from './bot.ts'
import { claimCards } from './cards/claim/claim-cards.ts'
import { loadConfig } from './config.ts'
import { RefusedByDiscord } from './gateway/connect.ts'
import { keepSites } from './sites/keep-sites.ts'

async function main(): Promise<void> {
  const config = loadConfig(process.env)
  const log = pino({ level: config.logLevel, base: { part: 'discord-bot' } })
  const tertulia = await openTertulia({
    databaseUrl: config.databaseUrl,
    secret: config.secret,
    onError: (error) => log.warn({ err: error }, 'A database connection broke'),
  })
  const sites = await keepSites({ tertulia, file: config.configFile, log })
  const claim = claimCards({ databaseUrl: config.databaseUrl, log })
  const bot = createBot({ tertulia, token: config.token, api: config.api, log, claim, onRefused: fail })

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    await bot.stop()
    sites.close()
    await tertulia.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, () => void stop())

  await bot.start().catch((error: unknown) => {
    if (!stopping) throw error
  })
  if (!stopping) process.send?.({ ready: true })
}

function fail(error: unknown): never {
  const expected =
    error instanceof ConfigError || error instanceof RefusedByDiscord || (error instanceof Error && !('code' in error))
  console.error(expected ? (error as Error).message : error)
  process.exit(1)
}

main().catch(fail)

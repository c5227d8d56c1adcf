import { ConfigError, openTertulia } from '@tertulia/comments'
import { pino } from 'pino'
import { createApp } from './app.ts'
import { loadConfig } from './config.ts'
import { keepConfiguration } from './configuration/keep-configuration.ts'
import { serveApi } from './serve-api.ts'

async function main(): Promise<void> {
  const config = loadConfig(process.env)
  const log = pino({ level: config.logLevel, base: { part: 'api' } })
  const tertulia = await openTertulia({
    databaseUrl: config.databaseUrl,
    secret: config.secret,
    onError: (error) => log.warn({ err: error }, 'A database connection broke'),
  })
  const configuration = await keepConfiguration({
    tertulia,
    file: config.configFile,
    log,
    moreOrigins: (site) => [new URL(config.publicUrl).origin, ...(site === 'demo' ? config.demoOrigins : [])],
  })
  const app = await createApp({ ...config, tertulia, log })
  const server = await serveApi(app, { ...config, log })
  log.info({ port: server.port }, 'The API is ready')
  process.send?.({ ready: true, port: server.port })

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    app.stop()
    await server.close()
    await configuration.close()
    await tertulia.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, () => void stop())
}

main().catch((error: unknown) => {
  const expected = error instanceof ConfigError || (error instanceof Error && !('code' in error))
  console.error(expected ? (error as Error).message : error)
  process.exit(1)
})

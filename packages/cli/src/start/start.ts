import { join, resolve } from 'node:path'
import { migrate } from '@tertulia/db'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@tertulia/db/embedded'
import { startDemoBlog } from '../demo-blog/start-demo-blog.ts'
import { keptSecret } from './data-directory.ts'
import { freePort } from './free-port.ts'
import { type Part, startPart } from './part.ts'

const root = resolve(import.meta.dirname, '../../../..')
const host = '127.0.0.1'

export interface StartOptions {
  env: Record<string, string | undefined>
  print: (line: string) => void
  /** hears that a part ended by itself; everything should then be stopped */
  onFailure: (reason: string) => void
}

/**
 * Everything on one machine: Postgres (unless DATABASE_URL names one), API, bot — on the simulator without a DISCORD_TOKEN —
 * and the demo blog. Resolves once all of it serves; `stop` ends it in order. Throws a plain sentence, with nothing left running.
 */
export async function start({ env, print, onFailure }: StartOptions): Promise<{ stop(): Promise<void> }> {
  const startedAt = performance.now()
  const stops: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end()
  }
  try {
    refusePublicSimulator(env)
    const links = await startAll(env, { print, onFailure, stops })
    print(`Ready in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
    for (const [what, url] of links) print(`  ${what.padEnd(22)} ${url}`)
    print('Ctrl-C stops everything.')
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Running {
  print: (line: string) => void
  onFailure: (reason: string) => void
  stops: (() => Promise<void>)[]
}

async function startAll(env: StartOptions['env'], running: Running): Promise<[string, string][]> {
  const { print, stops, onFailure } = running
  const part = async (
    name: string,
    script: string,
    says: 'message' | 'line',
    own: Record<string, string>,
  ): Promise<Part> => {
    const childEnv = { ...inherited(env), ...own }
    const started = await startPart({ name, script: join(root, script), says, env: childEnv, print, onExit: onFailure })
    stops.push(started.stop)
    return started
  }
  const apiPort = await freePort(Number(env.PORT ?? 8787), host)
  const simulatorPort = await freePort(8788, host, [apiPort])
  const blogPort = await freePort(8790, host, [apiPort, simulatorPort])
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${apiPort}`
  const demoOrigins = [`http://localhost:${blogPort}`, `http://${host}:${blogPort}`]

  const database = await openStore(env, stops)
  const simulator = env.DISCORD_TOKEN
    ? undefined
    : await part('simulator', 'packages/discord-simulator/src/main.ts', 'line', { PORT: String(simulatorPort) })
  const shared = {
    ...database,
    PUBLIC_URL: publicUrl,
    TERTULIA_CONFIG: env.TERTULIA_CONFIG ?? join(root, 'tertulia.yaml'),
  }
  await part('api', 'services/api/src/main.ts', 'message', {
    ...shared,
    PORT: String(apiPort),
    HOST: env.HOST ?? host,
    DEMO_ORIGINS: demoOrigins.join(','),
    ...(env.TERTULIA_ADMIN_KEY ? { TERTULIA_ADMIN_KEY: env.TERTULIA_ADMIN_KEY } : {}),
  })
  await part('bot', 'services/discord-bot/src/main.ts', 'message', {
    ...shared,
    DISCORD_TOKEN: env.DISCORD_TOKEN ?? simulator!.ready.token!,
    ...(simulator ? { DISCORD_API: simulator.ready.apiUrl! } : env.DISCORD_API ? { DISCORD_API: env.DISCORD_API } : {}),
  })
  const blog = await startDemoBlog({ port: blogPort, host, apiUrl: publicUrl, site: 'demo' })
  stops.push(() => blog.close())
  return [
    ['Demo blog', `http://localhost:${blogPort}/`],
    ...(simulator ? [['Discord (simulator)', simulator.ready.url!] as [string, string]] : []),
    ['API and its docs', `${publicUrl}/docs`],
  ]
}

/** The database and the secret that belongs to it, as the services read them. */
async function openStore(
  env: StartOptions['env'],
  stops: Running['stops'],
): Promise<{ DATABASE_URL: string; TERTULIA_SECRET: string }> {
  const directory = resolve(env.TERTULIA_DATA ?? join(root, '.tertulia'))
  if (env.DATABASE_URL) {
    if (!env.TERTULIA_SECRET)
      throw new Error('DATABASE_URL needs TERTULIA_SECRET beside it: at least 32 random characters, always the same.')
    await migrate(env.DATABASE_URL)
    return { DATABASE_URL: env.DATABASE_URL, TERTULIA_SECRET: env.TERTULIA_SECRET }
  }
  const secret = env.TERTULIA_SECRET ?? (await keptSecret(directory))
  const postgres: EmbeddedPostgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres') })
  stops.push(() => postgres.stop())
  await migrate(postgres.url)
  return { DATABASE_URL: postgres.url, TERTULIA_SECRET: secret }
}

/** What any part may inherit: never the admin key, which only the API needs. */
const inherited = (env: StartOptions['env']): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'TZ', 'LOG_LEVEL', 'TRUSTED_PROXIES'].flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  )

function refusePublicSimulator({ PUBLIC_URL, DISCORD_TOKEN }: StartOptions['env']): void {
  if (!PUBLIC_URL || DISCORD_TOKEN) return
  const { hostname } = new URL(PUBLIC_URL)
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return
  throw new Error(
    `PUBLIC_URL is ${PUBLIC_URL}, which others can reach, and there is no DISCORD_TOKEN: the simulator lets anybody moderate. Set DISCORD_TOKEN.`,
  )
}

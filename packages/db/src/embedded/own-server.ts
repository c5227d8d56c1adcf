import { pid as ownPid } from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { superuser } from './create-cluster.ts'
import { type Launch, launchPostmaster } from './launch-postmaster.ts'
import { isAlive, runningPostmaster } from './postmaster.ts'
import { ownerName, tryOwnerLock } from './queries.ts'

const startTimeoutMs = 120_000
const pollMs = 20
const retryMs = 100
const ownerPrefix = 'tertulia pid '

/** The running server's port, and the connection whose lock makes it ours: the system drops both when we die. */
export type OwnedServer = { port: number; client: pg.Client }

/**
 * Brings up the server of a data directory and makes it ours: one that was left behind by a killed process is taken
 * over, else one is started. Throws a plain sentence naming the other process if somebody alive owns it.
 */
export async function ownServer(launch: Launch): Promise<OwnedServer> {
  const deadline = Date.now() + startTimeoutMs
  let obstacle: string | undefined
  while (Date.now() < deadline) {
    const running = await runningPostmaster(launch.home.data)
    if (!running) obstacle = await launchPostmaster(launch)
    else if (running.ready) {
      const owned = await tryToOwn(launch, running.port)
      if (owned) return owned
    }
    if (running) await delay(pollMs)
    else if (obstacle) await delay(retryMs)
  }
  throw new Error(
    `PostgreSQL has not started in ${startTimeoutMs / 1000} s: ${obstacle ?? 'the one that runs does not answer'} (its log: ${launch.home.logFile}).`,
  )
}

async function tryToOwn({ home }: Launch, port: number): Promise<OwnedServer | undefined> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: superuser,
    password: home.password,
    database: 'postgres',
    application_name: `${ownerPrefix}${ownPid}`,
    keepAlive: true,
  })
  // Its end is what counts, and is told by the event of that name.
  client.on('error', () => {})
  try {
    await client.connect()
    if (await tryOwnerLock(client)) return { port, client }
    const owner = Number((await ownerName(client))?.slice(ownerPrefix.length))
    // The lock of a process that was just killed goes within milliseconds.
    if (owner && isAlive(owner)) throw new AlreadyOwned(owner, home.directory)
  } catch (error) {
    if (error instanceof AlreadyOwned) throw error
    if ((error as { code?: string }).code === '28P01') {
      throw new Error(`The password in ${home.directory}/password is not the one of the database beside it.`)
    }
    // Refused, shutting down, or ended under us: the next look tells.
  }
  await client.end().catch(() => {})
  return undefined
}

class AlreadyOwned extends Error {
  constructor(owner: number, directory: string) {
    super(
      `Tertulia is already running on ${directory}, as process ${owner}. Stop it first, or give this one another TERTULIA_DATA.`,
    )
  }
}

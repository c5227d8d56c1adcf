import { createCluster, removeAbandonedDrafts, superuser } from './create-cluster.ts'
import type { Launch } from './launch-postmaster.ts'
import { type OwnedServer, ownServer } from './own-server.ts'
import { postgresPrograms } from './postgres-programs.ts'
import { runningPostmaster, shutDown } from './postmaster.ts'
import { createDatabaseIfMissing } from './queries.ts'
import { serverAccounts } from './server-account.ts'
import { boundLog, prepareHome } from './server-home.ts'

const database = 'tertulia'
const stopTimeoutMs = 60_000
const logCheckMs = 60_000

export type EmbeddedPostgres = {
  /** `postgresql://…` of the database `tertulia`; good until `stop`, also after a crash of the server. */
  url: string
  /** Shuts the server down and waits for it. */
  stop(): Promise<void>
}

/**
 * Runs the PostgreSQL that came with npm on `directory`, creating the database there at first. It lives in a process
 * group of its own and outlasts a kill of this process; the next start takes it over. If it crashes, it is started
 * again on the same port. Works as root and in directories closed to others. `durable: false` (tests) forgoes fsync.
 * Throws an Error with a sentence for the operator, among others when another live process runs on `directory`.
 */
export async function startEmbeddedPostgres(options: {
  directory: string
  log?: (line: string) => void
  durable?: boolean
}): Promise<EmbeddedPostgres> {
  const { log = () => {}, durable = true } = options
  const accounts = await serverAccounts()
  const home = await prepareHome(options.directory)
  const programs = await postgresPrograms(accounts?.server, log)
  const account = await createCluster(home, programs, accounts, { durable })
  const launch: Launch = { home, programs, account, durable }

  const first = await ownServer(launch)
  try {
    await createDatabaseIfMissing(first.client, database)
    await removeAbandonedDrafts(home)
  } catch (error) {
    await shutDown(home.data, { timeoutMs: stopTimeoutMs })
    throw error
  }

  let stopping = false
  let ours = true
  let settled: Promise<void> = Promise.resolve()
  watch(first)

  function watch({ client, port }: OwnedServer): void {
    client.once('end', () => {
      if (!stopping) settled = recover(port)
    })
  }

  async function recover(port: number): Promise<void> {
    if (!(await runningPostmaster(home.data)))
      log(`PostgreSQL has ended unexpectedly (see ${home.logFile}); restarting it.`)
    try {
      watch(await ownServer({ ...launch, port }))
    } catch (error) {
      ours = false
      log(`PostgreSQL is lost: ${error instanceof Error ? error.message : error}`)
    }
  }

  const logCheck = setInterval(() => boundLog(home.logFile).catch(() => {}), logCheckMs).unref()

  return {
    url: `postgresql://${superuser}:${home.password}@127.0.0.1:${first.port}/${database}`,
    async stop() {
      stopping = true
      clearInterval(logCheck)
      await settled
      if (ours) await shutDown(home.data, { timeoutMs: stopTimeoutMs })
    },
  }
}

import { constants, open, readFile, stat, unlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { PostgresPrograms } from './postgres-programs.ts'
import { runningPostmaster } from './postmaster.ts'
import type { Account } from './server-account.ts'
import type { ServerHome } from './server-home.ts'
import { settings } from './settings.ts'
import { spawnAs } from './spawn-as.ts'

// As long as recovery from a crash may take.
const startTimeoutMs = 120_000
const pollMs = 10

export type Launch = {
  home: ServerHome
  programs: PostgresPrograms
  account: Account | undefined
  durable: boolean
  /** Waited for if given, since somebody knows the server by it; else any free one. */
  port?: number | undefined
}

/**
 * Starts a server and waits until it is ready or has ended. Returns why it should be tried again (undefined: it is
 * ready); throws a plain sentence when trying again would not help.
 */
export async function launchPostmaster(launch: Launch): Promise<string | undefined> {
  const { home, programs, account } = launch
  const port = await freePort(launch.port ?? 0)
  if (port === undefined) return `port ${launch.port} is taken by another program`
  const logStart = await stat(home.logFile).then(
    (file) => file.size,
    () => 0,
  )
  const append = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW
  const output = await open(home.logFile, append, 0o600)
  const { child, exit } = await spawnAs(account, programs.postgres, {
    files: [home.data],
    output: output.fd,
    args: ([data]) => ['-D', `${data}`, '-p', String(port), ...settings({ durable: launch.durable })],
  }).finally(() => output.close())
  child.unref()

  let ended = false
  exit.finally(() => (ended = true)).catch(() => {})
  for (const deadline = Date.now() + startTimeoutMs; !ended; await delay(pollMs)) {
    const running = await runningPostmaster(home.data)
    if (running?.ready && running.pid === child.pid) return undefined
    if (Date.now() > deadline) {
      throw new Error(`PostgreSQL has not become ready in ${startTimeoutMs / 1000} s; see ${home.logFile}.`)
    }
  }
  await exit
  return retryReason(home, (await readFile(home.logFile)).subarray(logStart).toString())
}

async function retryReason(home: ServerHome, complaint: string): Promise<string | undefined> {
  if (complaint.includes('"postmaster.pid" already exists')) {
    // Of a server that died, and whose number another program has got since; a live one is the caller's to find.
    if (!(await runningPostmaster(home.data))) await unlink(join(home.data, 'postmaster.pid')).catch(() => {})
    return 'postmaster.pid of a dead server was in the way'
  }
  if (/could not create any TCP\/IP sockets|Address already in use/.test(complaint))
    return 'the port was taken meanwhile'
  if (complaint.includes('pre-existing shared memory block')) {
    return `processes of a server that was killed still use ${home.data}`
  }
  if (complaint.includes('No space left on device')) {
    throw new Error(`The disk of ${home.directory} is full: PostgreSQL cannot start.`)
  }
  const fatal = complaint.match(/(?:FATAL|PANIC): +(.*)/)?.[1] ?? complaint.trim().split('\n').at(-1) ?? ''
  throw new Error(`PostgreSQL did not start: ${fatal || 'it said nothing'} (its log: ${home.logFile}).`)
}

/** The wanted port (0: any) if it is free on the loopback. */
function freePort(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(undefined))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}

import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import process, { kill } from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const pollMs = 10

/** A live server process, as its `postmaster.pid` describes it. */
export type Postmaster = { pid: number; port: number; ready: boolean }

/** The server that is running on this data directory, whoever started it; a file left by a dead one does not count. */
export async function runningPostmaster(data: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1 || !(await worksIn(pid, data))) return undefined
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/** Asks for a fast shutdown (open transactions are rolled back) and waits for the end of it. */
export async function shutDown(data: string, options: { timeoutMs: number }): Promise<void> {
  const deadline = Date.now() + options.timeoutMs
  const running = await runningPostmaster(data)
  if (!running) return
  signal(running.pid, 'SIGINT')
  while (await worksIn(running.pid, data)) {
    if (Date.now() > deadline) {
      throw new Error(
        `PostgreSQL (pid ${running.pid}) has not shut down in ${options.timeoutMs / 1000} s; it is left to finish.`,
      )
    }
    await delay(pollMs)
  }
}

/** Process numbers are reused, after a restart of the machine above all; a server can be told by where it works. */
async function worksIn(pid: number, data: string): Promise<boolean> {
  if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === data
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }))
  return stdout.includes(`-D ${data} `)
}

export function isAlive(pid: number): boolean {
  try {
    return kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

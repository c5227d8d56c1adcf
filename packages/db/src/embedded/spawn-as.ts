import { type ChildProcess, type IOType, type SpawnOptions, spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import type { Account } from './server-account.ts'

const firstFreeFd = 3

export type Spawned = {
  child: ChildProcess
  /** The exit code, null after a signal; rejects with a plain sentence if the program could not be started. */
  exit: Promise<number | null>
}

/**
 * Starts a PostgreSQL program in a process group of its own, so that Ctrl-C in the terminal does not reach it.
 * As another user it could not walk to files inside a directory closed to it. So root opens `files` and hands them
 * over, and `args` is given the names under which the program and its children reach them.
 */
export async function spawnAs(
  account: Account | undefined,
  program: string,
  options: { files: string[]; args: (files: string[]) => string[]; output: number | IOType },
): Promise<Spawned> {
  const common = { env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' }, detached: true, cwd: '/' }
  const stdio = ['ignore' as const, 'ignore' as const, options.output]
  if (!account) return start(program, options.args(options.files), { ...common, stdio })

  const handles = await Promise.all(options.files.map((file) => open(file, 'r')))
  const names = handles.map((_, index) => `/proc/self/fd/${firstFreeFd + index}`)
  const spawned = start(program, options.args(names), {
    ...common,
    ...account,
    stdio: [...stdio, ...handles.map((handle) => handle.fd)],
  })
  await Promise.all(handles.map((handle) => handle.close()))
  return spawned
}

function start(program: string, args: string[], options: SpawnOptions): Spawned {
  const child = spawn(program, args, options)
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve)
    child.once('error', (cause) => {
      const user = options.uid === undefined ? '' : ` as user ${options.uid}`
      reject(new Error(`${program} could not be started${user}: ${cause.message}.`, { cause }))
    })
  })
  exit.catch(() => {})
  return { child, exit }
}

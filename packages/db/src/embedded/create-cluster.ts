import { chown, lchown, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { PostgresPrograms } from './postgres-programs.ts'
import type { Account, ServerAccounts } from './server-account.ts'
import type { ServerHome } from './server-home.ts'
import { spawnAs } from './spawn-as.ts'

const majorVersion = '18'
const stagingPrefix = 'initdb-'
export const superuser = 'tertulia'

/**
 * Makes sure that `home.data` is a cluster of our version, and returns who must run it. A new one is made aside and
 * renamed, so a start that dies half-way, or two at once, leave either none or a whole one.
 */
export async function createCluster(
  home: ServerHome,
  programs: PostgresPrograms,
  accounts: ServerAccounts | undefined,
  options: { durable: boolean },
): Promise<Account | undefined> {
  if (!(await exists(home.data))) await initialise(home, programs, accounts, options)
  await refuseOtherVersion(home.data)
  if (!accounts) return undefined
  const owner = await stat(home.data)
  if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  await giveTo(home.data, accounts.server)
  return accounts.server
}

async function initialise(
  home: ServerHome,
  programs: PostgresPrograms,
  accounts: ServerAccounts | undefined,
  options: { durable: boolean },
): Promise<void> {
  // Closed to all but us: while it belongs to the creator's user, nobody else's process can walk in.
  const staging = await mkdtemp(join(home.directory, stagingPrefix))
  try {
    const data = join(staging, 'data')
    const passwordFile = join(staging, 'password')
    await mkdir(data, { mode: 0o700 })
    await writeFile(passwordFile, `${home.password}\n`, { mode: 0o600 })
    const creator = accounts?.creator
    if (creator) await Promise.all([data, passwordFile].map((path) => chown(path, creator.uid, creator.gid)))
    const { child, exit } = await spawnAs(creator, programs.initdb, {
      files: [data, passwordFile],
      output: 'pipe',
      args: ([dataName, passwordName]) => [
        `--pgdata=${dataName}`,
        `--pwfile=${passwordName}`,
        `--username=${superuser}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        ...(options.durable ? [] : ['--no-sync']),
      ],
    })
    const [code, complaint] = await Promise.all([exit, text(child.stderr as Readable)])
    if (code !== 0) throw new Error(whyInitdbFailed(complaint))
    if (accounts) await giveTo(data, accounts.server)
    await rename(data, home.data)
    if (options.durable) await syncDirectory(home.directory)
  } catch (error) {
    // Another first start was quicker; its cluster has the same password and is as good.
    if (!(await exists(home.data))) throw error
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** For the owner of the server: clears away what first starts that were killed had begun. */
export async function removeAbandonedDrafts(home: ServerHome): Promise<void> {
  const drafts = (await readdir(home.directory)).filter((name) => name.startsWith(stagingPrefix))
  await Promise.all(drafts.map((name) => rm(join(home.directory, name), { recursive: true, force: true })))
}

function whyInitdbFailed(complaint: string): string {
  if (complaint.includes('No space left on device'))
    return 'The disk is full: PostgreSQL could not create its database.'
  if (complaint.includes('shared libraries')) {
    return `PostgreSQL cannot run on this machine (${complaint.trim()}). Run \`npm ci\` again without --ignore-scripts, or set DATABASE_URL to a server of yours.`
  }
  return `PostgreSQL could not create its database: ${complaint.trim()}`
}

async function refuseOtherVersion(data: string): Promise<void> {
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').then(
    (content) => content.trim(),
    () => 'an unknown version',
  )
  if (version === majorVersion) return
  throw new Error(
    `The database in ${data} was made by PostgreSQL ${version}; this Tertulia has ${majorVersion}. Dump it with the Tertulia that made it and restore the dump here, or move the directory away to begin anew.`,
  )
}

async function giveTo(directory: string, account: Account): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  await Promise.all(paths.map((path) => lchown(path, account.uid, account.gid)))
  // Last, since its owner is how a later start knows that all of it was given.
  await lchown(directory, account.uid, account.gid)
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  await handle.sync().finally(() => handle.close())
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

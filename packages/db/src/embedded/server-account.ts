import { readFile } from 'node:fs/promises'
import process, { getuid } from 'node:process'

/** A user and group, by number. */
export type Account = { uid: number; gid: number }

export type ServerAccounts = {
  /** Runs the server and owns its files. */
  server: Account
  /** Creates the cluster: `initdb` insists on a user that has a name. */
  creator: Account
}

// Nobody hands out these numbers (systemd's table of user ids calls them unused), and they fit a container's 65,536.
const unusedUids = { first: 60_718, last: 61_183 }

/**
 * Whom the server runs as when we are root, which PostgreSQL refuses to be: a user of its own that needs no entry in
 * /etc/passwd, so that nothing on the machine is changed and no other service can read its files.
 * Undefined when we are an ordinary user, who runs the server himself.
 */
export async function serverAccounts(): Promise<ServerAccounts | undefined> {
  if (process.platform === 'win32') {
    throw new Error('The embedded PostgreSQL does not run on Windows itself. Use WSL, or set DATABASE_URL.')
  }
  if (getuid?.() !== 0) return undefined
  if (process.platform !== 'linux') {
    throw new Error('PostgreSQL cannot be run by root here. Start Tertulia as an ordinary user, or set DATABASE_URL.')
  }
  const users = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''))
  const creator = users.find((user) => user.name === 'nobody') ?? users.findLast((user) => user.uid !== 0)
  if (!creator) {
    throw new Error(
      'PostgreSQL cannot be run by root, and /etc/passwd names no other user. Add one, or set DATABASE_URL.',
    )
  }
  const taken = new Set(users.map((user) => user.uid))
  let uid = unusedUids.first
  while (taken.has(uid) && uid < unusedUids.last) uid++
  return { server: { uid, gid: uid }, creator: { uid: creator.uid, gid: creator.gid } }
}

function parsePasswd(text: string): (Account & { name: string })[] {
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => /^\d+$/.test(fields[2] ?? '') && /^\d+$/.test(fields[3] ?? ''))
    .map((fields) => ({ name: fields[0] ?? '', uid: Number(fields[2]), gid: Number(fields[3]) }))
}

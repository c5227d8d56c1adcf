import { randomBytes } from 'node:crypto'
import { constants, copyFile, link, mkdir, open, realpath, stat, truncate, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getuid } from 'node:process'

const logBytesMax = 5_000_000

/** What lies in the directory the owner gives us; only `data` belongs to the server's user. */
export type ServerHome = {
  directory: string
  data: string
  logFile: string
  password: string
}

/**
 * Prepares the directory: ours alone (0700), with a password made once. Throws a plain sentence when it belongs to
 * another user or cannot be written.
 */
export async function prepareHome(wanted: string): Promise<ServerHome> {
  try {
    await mkdir(wanted, { recursive: true, mode: 0o700 })
    const directory = await realpath(wanted)
    const { uid } = await stat(directory)
    if (uid !== getuid?.()) {
      throw new Error(`it belongs to user ${uid}. Start Tertulia as that user, or make the directory yours (chown -R)`)
    }
    const logFile = join(directory, 'postgres.log')
    await boundLog(logFile)
    return { directory, data: join(directory, 'data'), logFile, password: await keptPassword(directory) }
  } catch (cause) {
    throw new Error(
      `The database directory ${wanted} cannot be used: ${cause instanceof Error ? cause.message : cause}. TERTULIA_DATA names another place.`,
      { cause },
    )
  }
}

async function keptPassword(directory: string): Promise<string> {
  const file = join(directory, 'password')
  const draft = join(directory, `password-${randomBytes(6).toString('hex')}`)
  await writeFile(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  // Linking never overwrites: of two starts at once both go on with the password that was there first.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await unlink(draft)
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    return (await handle.readFile('utf8')).trim()
  } finally {
    await handle.close()
  }
}

/** Keeps the log and one older part. The server appends to the file it was given, so it is emptied, not moved. */
export async function boundLog(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (file) => file.size,
    () => 0,
  )
  if (size <= logBytesMax) return
  await copyFile(logFile, `${logFile}.1`)
  await truncate(logFile)
}

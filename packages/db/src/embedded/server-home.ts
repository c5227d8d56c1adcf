import { randomBytes } from 'node:crypto'
import { constants, copyFile, link, mkdir, readFile, realpath, rm, stat, truncate, writeFile } from 'node:fs/promises'
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
  return (await readOwn(file)) ?? (await makePassword(file)) ?? ''
}

async function makePassword(file: string): Promise<string | undefined> {
  const draft = `${file}-${randomBytes(6).toString('hex')}`
  try {
    await writeFile(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true })
    // Linking never overwrites: of two starts at once both go on with the password that was there first.
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  return readOwn(file)
}

async function readOwn(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, { encoding: 'utf8', flag: constants.O_RDONLY | constants.O_NOFOLLOW })).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
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

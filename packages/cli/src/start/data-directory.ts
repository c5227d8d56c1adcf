import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The installation's secret, made once and kept beside the embedded database, for its owner's eyes only. */
export async function keptSecret(directory: string): Promise<string> {
  const file = join(directory, 'secret')
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw new Error(`${file} cannot be written: ${error.message}`, { cause: error })
    },
  )
  return (await readFile(file, 'utf8')).trim()
}

import { unwatchFile, watchFile } from 'node:fs'
import { ConfigError, readSiteFile, type Tertulia } from '@tertulia/comments'
import type { Logger } from 'pino'

const pollMs = 2_000

/**
 * Takes the sites of tertulia.yaml now, and again whenever the file changes: whole or not at all. Throws `ConfigError` when
 * it cannot be read at first; later a broken file leaves the sites as they are. Policies are the API's to accept.
 */
export async function keepSites({ tertulia, file, log }: { tertulia: Tertulia; file: string; log: Logger }) {
  tertulia.sites.replace(await readSiteFile(file))

  async function reload(): Promise<void> {
    try {
      tertulia.sites.replace(await readSiteFile(file))
      log.info(`${file} was taken`)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      log.error({ faults: error.faults }, `${file} was refused; the sites stay as they were:\n${error.message}`)
    }
  }
  const changed = () => void reload().catch((error: unknown) => log.error({ err: error }, `${file} could not be taken`))
  watchFile(file, { interval: pollMs, persistent: false }, changed)
  return { close: () => unwatchFile(file, changed) }
}

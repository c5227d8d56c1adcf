import { dirname, resolve } from 'node:path'
import {
  acceptConfiguration,
  activePolicyHash,
  ConfigError,
  readConfiguration,
  readSiteFile,
  type SiteConfig,
  type Tertulia,
} from '@tertulia/comments'
import { watch } from 'chokidar'
import type { Logger } from 'pino'

const settleMs = 100

export interface KeepConfiguration {
  tertulia: Tertulia
  file: string
  log: Logger
  /** origins that count besides those the file lists, by site */
  moreOrigins?: (site: string) => readonly string[]
  onChange?: () => void
}

/**
 * Takes tertulia.yaml and its policies now, and again whenever one of the files changes: whole or not at all. A broken file
 * keeps what runs. At start-up a broken policy leaves the last accepted one running, with an alarm; a broken tertulia.yaml
 * throws `ConfigError`, for then nobody knows which sites there are.
 */
export async function keepConfiguration({
  tertulia,
  file,
  log,
  onChange,
  moreOrigins = () => [],
}: KeepConfiguration): Promise<{ close(): Promise<void> }> {
  let files = new Set(await start())
  const watcher = watch([...files], {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: settleMs, pollInterval: 20 },
  })
  let reloading = Promise.resolve()
  watcher.on('all', () => {
    reloading = reloading.then(reload)
  })

  function withMoreOrigins(site: SiteConfig): SiteConfig {
    return { ...site, origins: [...site.origins, ...moreOrigins(site.id)] }
  }

  async function start(): Promise<string[]> {
    try {
      return await take()
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      const sites = await readSiteFile(file)
      const running = await Promise.all(
        sites.map(async (site) => (await activePolicyHash(tertulia.db, site.id)) !== null),
      )
      if (running.includes(false)) throw error
      log.error(
        { faults: error.faults },
        `${file} was not taken; the policies accepted last keep running:\n${error.message}`,
      )
      tertulia.sites.replace(sites.map(withMoreOrigins))
      return [file, ...sites.map((site) => resolve(dirname(file), site.policy))]
    }
  }

  async function take(): Promise<string[]> {
    const read = await readConfiguration(file)
    const configuration = { ...read, sites: read.sites.map(withMoreOrigins) }
    const changed = await acceptConfiguration(tertulia, configuration, 'file')
    if (changed.length > 0) log.info({ sites: changed }, `Policy accepted for ${changed.join(', ')}`)
    onChange?.()
    return configuration.files
  }

  async function reload(): Promise<void> {
    try {
      const now = new Set(await take())
      watcher.add([...now].filter((path) => !files.has(path)))
      files = now
      log.info(`${file} was taken`)
    } catch (error) {
      if (!(error instanceof ConfigError))
        log.error({ err: error }, `${file} could not be taken; what ran keeps running`)
      else log.error({ faults: error.faults }, `${file} was refused; what ran keeps running:\n${error.message}`)
    }
  }

  return {
    async close() {
      await watcher.close()
      await reloading
    },
  }
}

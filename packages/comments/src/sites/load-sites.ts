import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Db } from '@tertulia/db'
import { checkPolicy, formatFault, type Policy, parsePolicy } from '@tertulia/moderation-rules'
import type { Context } from '../context.ts'
import { activatePolicy, activePolicyHash, disableOtherSites, lockAcceptance, upsertSite } from '../policies/queries.ts'
import { parseSiteFile, type SiteConfig } from './site-file.ts'

/** What a file says that cannot be taken: one plain line per fault, each with file, line and column. */
export class ConfigError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'ConfigError'
    this.faults = faults
  }
}

export interface Configuration {
  sites: SiteConfig[]
  policies: Map<string, Policy>
  /** every file that was read, to be watched */
  files: string[]
}

/** Reads tertulia.yaml. Throws `ConfigError`. */
export async function readSiteFile(file: string): Promise<SiteConfig[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ConfigError([`${file}: cannot be read (${error.message}). TERTULIA_CONFIG names the file.`])
  })
  const parsed = parseSiteFile(text, file)
  if ('faults' in parsed) throw new ConfigError(parsed.faults.map(formatFault))
  return parsed.sites
}

/** Reads a policy file with its lists and runs the tests inside it. Throws `ConfigError`. */
export function readPolicyFile(file: string): { policy: Policy; files: string[] } {
  const files = [file]
  const read = (path: string): string => {
    files.push(path)
    return readFileSync(path, 'utf8')
  }
  const text = readOrThrow(file)
  const parsed = parsePolicy(text, file, (path) => read(resolve(dirname(file), path)))
  if ('faults' in parsed) throw new ConfigError(parsed.faults.map(formatFault))
  const failures = checkPolicy(parsed.policy)
  if (failures.length > 0) throw new ConfigError(failures.map((failure) => formatFault(failure)))
  return { policy: parsed.policy, files }
}

function readOrThrow(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConfigError([`${file}: cannot be read (${(error as Error).message})`])
  }
}

/** Reads tertulia.yaml and every policy it names, whole or not at all. Throws `ConfigError` with every fault found. */
export async function readConfiguration(file: string): Promise<Configuration> {
  const sites = await readSiteFile(file)
  const configuration: Configuration = { sites, policies: new Map(), files: [file] }
  const faults: string[] = []
  for (const site of sites) {
    try {
      const { policy, files } = readPolicyFile(resolve(dirname(file), site.policy))
      configuration.policies.set(site.id, policy)
      configuration.files.push(...files)
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      faults.push(...error.faults)
    }
  }
  if (faults.length > 0) throw new ConfigError([...new Set(faults)])
  return configuration
}

/**
 * Takes a configuration: sites and their policies become active for every process, in one transaction. A site that is no
 * longer named is disabled, never deleted. Returns the sites whose policy changed.
 */
export async function acceptConfiguration(
  context: Context,
  configuration: Configuration,
  by: string,
): Promise<string[]> {
  const changed = await context.db.transaction().execute(async (tx) => {
    await lockAcceptance(tx)
    const accepted: string[] = []
    for (const { id, name, locale } of configuration.sites) {
      await upsertSite(tx, { id, name, locale })
      if (await acceptPolicy(tx, id, configuration.policies.get(id)!, by)) accepted.push(id)
    }
    await disableOtherSites(
      tx,
      configuration.sites.map((site) => site.id),
      context.now(),
    )
    return accepted
  })
  context.sites.replace(configuration.sites)
  context.changes.ring()
  return changed
}

async function acceptPolicy(tx: Db, site: string, policy: Policy, by: string): Promise<boolean> {
  if ((await activePolicyHash(tx, site)) === policy.hash) return false
  await activatePolicy(tx, { site, hash: policy.hash, source: policy.source, accepted_by: by })
  return true
}

import type { Db } from '@tertulia/db'
import { type Policy, parsePolicy } from '@tertulia/moderation-rules'
import { policySource } from './queries.ts'

/** Accepted policies, compiled once per process. Every process judges by the hash in the database, so all judge alike. */
export interface ActivePolicies {
  /** Throws when the database does not hold that policy, or holds one this version cannot read. */
  load(site: string, hash: string): Promise<Policy>
}

const keptMax = 50

export function createActivePolicies(db: Db): ActivePolicies {
  const compiled = new Map<string, Promise<Policy>>()

  async function compile(site: string, hash: string): Promise<Policy> {
    const source = await policySource(db, site, hash)
    if (source === undefined) throw new Error(`Site ${site} runs policy ${hash}, which the database does not hold.`)
    const parsed = parsePolicy(source, `policy ${hash.slice(0, 12)} of ${site}`)
    if ('faults' in parsed)
      throw new Error(`Policy ${hash} of ${site} cannot be read by this version: ${parsed.faults[0]?.message}`)
    return parsed.policy
  }

  return {
    load(site, hash) {
      const key = `${site} ${hash}`
      const known = compiled.get(key)
      if (known) return known
      const loading = compile(site, hash)
      loading.catch(() => compiled.delete(key))
      if (compiled.size >= keptMax) compiled.delete(compiled.keys().next().value!)
      compiled.set(key, loading)
      return loading
    },
  }
}

import type { ChangeLog, Db } from '@tertulia/db'
import type { ActivePolicies } from './policies/active-policies.ts'
import type { Secret } from './secret.ts'
import type { Sites } from './sites/sites.ts'

/** What every verb needs. */
export interface Context {
  db: Db
  secret: Secret
  sites: Sites
  policies: ActivePolicies
  changes: ChangeLog
  now: () => Date
}

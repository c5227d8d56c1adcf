import type { Db } from '@tertulia/db'
import { sql } from 'kysely'

export const policySource = async (db: Db, site: string, hash: string): Promise<string | undefined> =>
  (await db.selectFrom('policy').select('source').where('site', '=', site).where('hash', '=', hash).executeTakeFirst())
    ?.source

export const activePolicyHash = async (db: Db, site: string): Promise<string | null> =>
  (await db.selectFrom('site').select('policy').where('id', '=', site).executeTakeFirst())?.policy ?? null

/** One accepting process at a time; the lock ends with the transaction. */
export const lockAcceptance = (tx: Db) => sql`select pg_advisory_xact_lock(7385102942)`.execute(tx)

export const upsertSite = (tx: Db, site: { id: string; name: string; locale: string }) =>
  tx
    .insertInto('site')
    .values({ ...site, disabled_at: null })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...site, disabled_at: null }))
    .execute()

export const disableOtherSites = (tx: Db, ids: readonly string[], now: Date) =>
  tx
    .updateTable('site')
    .set({ disabled_at: now })
    .where('disabled_at', 'is', null)
    .$if(ids.length > 0, (query) => query.where('id', 'not in', ids))
    .execute()

export async function activatePolicy(
  tx: Db,
  policy: { site: string; hash: string; source: string; accepted_by: string },
): Promise<void> {
  await tx
    .insertInto('policy')
    .values(policy)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await tx.updateTable('site').set({ policy: policy.hash }).where('id', '=', policy.site).execute()
  await tx.insertInto('change').values({ site: policy.site, public: true }).execute()
}

import { type Explain, type Explained, Problem } from '@tertulia/contract'
import { draftSubmission, evaluate, type Policy } from '@tertulia/moderation-rules'
import type { Context } from '../context.ts'
import { type Moderator, requireAdmin, requireSite } from '../moderator.ts'
import { activePolicyHash } from '../policies/queries.ts'

/** What a policy says of a draft, and why. Stores nothing. */
export function explainDraft(policy: Policy, draft: Omit<Explain, 'site'>, at: Date): Explained {
  const { outcome, score, verdicts } = evaluate(policy, draftSubmission({ ...draft, at }))
  return { outcome, score, policyHash: policy.hash, verdicts }
}

/** What the site's active policy says of a draft. For admins: `forbidden` for others. */
export async function explainPolicy(context: Context, moderator: Moderator, draft: Explain): Promise<Explained> {
  requireSite(moderator, draft.site)
  requireAdmin(moderator)
  const site = context.sites.get(draft.site)
  const hash = await activePolicyHash(context.db, site.id)
  if (!hash) throw new Problem('not-found', 'The site has no policy yet.')
  return explainDraft(await context.policies.load(site.id, hash), draft, context.now())
}

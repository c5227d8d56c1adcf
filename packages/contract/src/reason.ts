import { z } from 'zod'

/** Why a comment is rejected, or why a rule speaks against it (DESIGN §1). "Spam" is a reason, not a status. */
export const reasons = ['spam', 'abuse', 'off-topic', 'personal-data', 'illegal', 'duplicate', 'other'] as const
export const Reason = z.enum(reasons)
export type Reason = z.infer<typeof Reason>

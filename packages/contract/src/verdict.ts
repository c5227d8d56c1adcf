import { z } from 'zod'
import { Reason } from './reason.ts'

/** A place in the stored text (NFC) or name that a rule points at; `start` and `end` are UTF-16 offsets, `text` is what lies between. */
export const Span = z.object({
  field: z.enum(['text', 'name', 'url']),
  start: z.int().min(0),
  end: z.int().min(0),
  text: z.string(),
})
export type Span = z.infer<typeof Span>

/** What one rule said about a submission: weight > 0 speaks against it, < 0 for it. */
export const Verdict = z.object({
  rule: z.string(),
  reason: Reason.nullable(),
  weight: z.number(),
  spans: z.array(Span),
})
export type Verdict = z.infer<typeof Verdict>

export const outcomes = ['approve', 'hold', 'reject', 'revise'] as const
export const Outcome = z.enum(outcomes)
export type Outcome = z.infer<typeof Outcome>

import { z } from 'zod'

/** Longest comment, in UTF-16 units of the stored text. */
export const textLengthMax = 10_000
export const nameLengthMax = 80
export const urlLengthMax = 2_000
export const pageKeyLengthMax = 512
export const depthMax = 8

// C0 and C1 controls but tab, newline and carriage return: no reader can see them, and NUL cannot be stored.
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/
const invisible = /^[\s\p{Cf}\p{Mn}\u115f\u1160\u2800\u3164\uffa0]*$/u

const clean = (value: string, context: z.RefinementCtx): void => {
  if (!value.isWellFormed()) context.addIssue({ code: 'custom', message: 'holds half of a surrogate pair' })
  if (controls.test(value)) context.addIssue({ code: 'custom', message: 'holds a control character' })
}

const nfc = (value: string): string => value.replaceAll(/\r\n?/g, '\n').normalize('NFC')

/** A comment's text as it will be stored: NFC, newlines as \n, well-formed, without controls, not blank. */
export const Text = z
  .string()
  .max(textLengthMax * 4, `must be at most ${textLengthMax} characters`)
  .superRefine(clean)
  .transform((value) => nfc(value).trim())
  .refine((value) => !invisible.test(value), 'must not be empty')
  .refine((value) => value.length <= textLengthMax, `must be at most ${textLengthMax} characters`)

/** One line of text: a name or a title. */
export const Line = (max: number) =>
  z
    .string()
    .max(max * 4, `must be at most ${max} characters`)
    .superRefine(clean)
    .transform((value) =>
      nfc(value)
        .replaceAll(/[\s\u2028\u2029]+/g, ' ')
        .trim(),
    )
    .refine((value) => !invisible.test(value), 'must not be empty')
    .refine((value) => value.length <= max, `must be at most ${max} characters`)

/** An http(s) address without credentials, in its normal form (WHATWG URL). */
export const HttpUrl = z
  .string()
  .max(urlLengthMax, `must be at most ${urlLengthMax} characters`)
  .superRefine(clean)
  .transform((value, context) => {
    const url = URL.canParse(value.trim()) ? new URL(value.trim()) : undefined
    if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url.href
    context.addIssue({ code: 'custom', message: 'must be an http or https address' })
    return z.NEVER
  })

/** A page's own key: opaque, never normalised (a path or a Blogger post id). */
export const PageKey = z.string().min(1).max(pageKeyLengthMax).superRefine(clean)

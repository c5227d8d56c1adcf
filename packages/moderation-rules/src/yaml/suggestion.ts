import type { z } from 'zod'

type Definition = {
  type: string
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  valueType?: z.ZodType
  innerType?: z.ZodType
  in?: z.ZodType
}

const definition = (schema: z.ZodType): Definition => schema._zod.def as unknown as Definition

/** The schema inside optional, default and the like. */
function unwrap(schema: z.ZodType): z.ZodType {
  const { innerType, in: input } = definition(schema)
  const inner = innerType ?? input
  return inner ? unwrap(inner) : schema
}

function step(schema: z.ZodType, key: string | number): z.ZodType | undefined {
  const { shape, element, valueType } = definition(unwrap(schema))
  return shape?.[String(key)] ?? element ?? valueType
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}

/** “: did you mean …?” for a key that is nearly a known one at that place of the schema, else the keys there are. */
export function suggestion(schema: z.ZodType, path: readonly (string | number)[], key: string): string {
  let place: z.ZodType | undefined = schema
  for (const part of path) place = place && step(place, part)
  const known = Object.keys((place && definition(unwrap(place)).shape) ?? {})
  const nearest = known.map((name) => ({ name, away: distance(name, key) })).sort((a, b) => a.away - b.away)[0]
  if (nearest && nearest.away <= 2) return `: did you mean “${nearest.name}”?`
  return known.length > 0 ? `: known here are ${known.join(', ')}` : ''
}

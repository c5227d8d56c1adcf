import type { ZodMiniType } from 'zod/mini'
import type { Issue } from '../rest/discord-error.ts'
import { describeIssue, type ZodIssue } from './describe-issue.ts'

type Path = (string | number)[]

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((node, key) => (node as Record<PropertyKey, unknown> | null | undefined)?.[key], value)

/**
 * Checks a value against one of Discord's own schemas. `warnings` names properties the schema does not know:
 * Discord ignores those. Whole numbers written as strings pass, since the API takes them.
 */
export function checkSchema(schema: ZodMiniType, value: unknown): { issues: Issue[]; warnings: string[] } {
  const first = schema.safeParse(value, { reportInput: true })
  if (first.success) return { issues: [], warnings: unknownProperties(value, first.data) }

  const numbersAsText: Path[] = []
  const found = (first.error.issues as ZodIssue[]).flatMap((issue) => resolve(issue, value, [], numbersAsText))
  if (numbersAsText.length === 0) return { issues: found, warnings: [] }

  const relaxed = structuredClone(value)
  for (const path of numbersAsText) {
    const holder = at(relaxed, path.slice(0, -1)) as Record<string | number, unknown>
    const key = path.at(-1)!
    holder[key] = Number(holder[key])
  }
  return checkSchema(schema, relaxed)
}

/** Follows a union to the one member the `type` field means: else one bad button reads as thirty unrelated faults. */
function resolve(issue: ZodIssue, root: unknown, prefix: Path, numbersAsText: Path[]): Issue[] {
  const path = [...prefix, ...(issue.path as Path)]
  if (issue.code === 'invalid_type' && issue.expected === 'number') {
    const input = at(root, path)
    if (typeof input === 'string' && /^-?\d{1,19}$/.test(input)) {
      numbersAsText.push(path)
      return []
    }
  }
  if (issue.code !== 'invalid_union') return [{ path, ...describeIssue(issue, at(root, path)) }]

  const members = issue.errors ?? []
  const meant = members.filter((errors) => !errors.some((error) => error.path.length === 1 && error.path[0] === 'type'))
  const input = at(root, path)
  if (meant.length === 0 && typeof input === 'object' && input !== null) {
    const types = members.flatMap((errors) => errors.find((error) => error.path[0] === 'type')?.values ?? [])
    const message = `Value of field "type" must be one of (${types.join(', ')}).`
    return [{ path: [...path, 'type'], code: 'UNION_TYPE_CHOICES', message }]
  }
  const outcomes = meant.map((errors) => {
    const numbers: Path[] = []
    return { issues: errors.flatMap((error) => resolve(error, root, path, numbers)), numbers }
  })
  const best = outcomes.sort((a, b) => a.issues.length - b.issues.length)[0]
  if (!best) return [{ path, code: 'MODEL_TYPE_CONVERT', message: 'Only dictionaries may be used in a ModelType' }]
  numbersAsText.push(...best.numbers)
  return best.issues
}

/** Zod drops what a schema does not name, so what is missing from its output was unknown. */
function unknownProperties(value: unknown, known: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || typeof known !== 'object' || known === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = path ? `${path}.${key}` : key
    return key in known ? unknownProperties(inner, (known as Record<string, unknown>)[key], name) : [name]
  })
}

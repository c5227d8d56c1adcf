import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { PolicyFault } from './fault.ts'
import { suggestion } from './suggestion.ts'

export type Path = readonly (string | number)[]

export interface ParsedYaml<Value> {
  value: Value
  document: Document
  /** A fault at a place of the document, or at the nearest place around it that is written there. */
  faultAt(path: Path, message: string): PolicyFault
}

/** Reads YAML (1.2, no custom tags) with a schema: its value, or every fault with line and column. */
export function parseYaml<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  file: string,
): ParsedYaml<z.output<Schema>> | { faults: PolicyFault[] } {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const at = (offset: number, path: Path, message: string): PolicyFault => {
    const { line, col } = counter.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), path: path.join('.'), message }
  }
  if (document.errors.length > 0) {
    return { faults: document.errors.map((error) => at(error.pos[0], [], `not valid YAML: ${error.message}`)) }
  }
  const faultAt = (path: Path, message: string): PolicyFault => at(offsetOf(document, path), path, message)
  let plain: unknown
  try {
    plain = document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    return { faults: [at(0, [], (error as Error).message)] }
  }
  const parsed = schema.safeParse(plain)
  if (parsed.success) return { value: parsed.data, document, faultAt }
  const { issues } = parsed.error
  // A key that is misspelt is missing too: saying it once is enough.
  const misspelt = new Set(
    issues.filter((issue) => issue.code === 'unrecognized_keys').map((issue) => issue.path.join('.')),
  )
  const faults = issues
    .filter((issue) => issue.code !== 'custom' || !misspelt.has(issue.path.join('.')))
    .flatMap((issue) => explain(schema, issue, plain).map(({ path, message }) => faultAt(path, message)))
  return { faults }
}

function explain(schema: z.ZodType, issue: z.core.$ZodIssue, plain: unknown): { path: Path; message: string }[] {
  const path = issue.path as Path
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `unknown key “${key}”${suggestion(schema, path, key)}`,
    }))
  }
  const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], plain)
  if (found === undefined && issue.code === 'invalid_type') {
    return [
      { path: path.slice(0, -1), message: `“${path.at(-1) ?? 'document'}” is missing: expected ${issue.expected}` },
    ]
  }
  const shown = typeof found === 'object' ? '' : `, found ${JSON.stringify(found)}`
  return [{ path, message: `${issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')}${shown}` }]
}

/** Where the node at a path starts: a key's own place when its value is what is wrong. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const key = path[length - 1]
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key)
      const range = (pair?.key as Node | undefined)?.range
      if (range) return range[0]
    }
    const node = document.getIn(path.slice(0, length), true) as Node | undefined
    if (node?.range) return node.range[0]
  }
  return (document.contents as Node | null)?.range?.[0] ?? 0
}

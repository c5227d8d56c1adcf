import { type FieldFault, Problem } from '@tertulia/contract'
import type { z } from 'zod'

const bytesMax = 64 * 1024

/** Parses with a schema; every fault becomes an entry of `errors` with a JSON pointer under `root` (`#`). */
export function parseOr422<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.flatMap(faults)
  const [first] = errors
  throw new Problem('invalid-request', `${first?.pointer} ${first?.detail}`, { errors })
}

function faults(issue: z.core.$ZodIssue): FieldFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointer([...issue.path, key]),
      detail: 'is not a field of this request',
    }))
  }
  return [{ pointer: pointer(issue.path), detail: issue.message }]
}

// RFC 6901 in a URI fragment: ~ and / of a key are escaped, then what a fragment may not hold.
const pointer = (path: readonly PropertyKey[]): string =>
  `#${path.map((key) => `/${encodeURIComponent(String(key).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100))}`).join('')}`

/**
 * A request's JSON body: at most 64 KiB, refused before it is buffered; UTF-8 without errors or byte order mark (RFC 8259).
 * Problems: `unsupported-media-type`, `too-large`, `malformed-request`, `invalid-request`.
 */
export async function readJson<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new Problem('unsupported-media-type', 'Send the body as application/json.')
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') throw new Problem('unsupported-media-type', 'Send the body uncompressed.')
  return parseOr422(schema, parse(await readBytes(request)))
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const tooLarge = new Problem('too-large', `The body may have ${bytesMax} bytes at most.`)
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > bytesMax) throw tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (cause) {
    const what = cause instanceof SyntaxError ? 'JSON' : 'UTF-8'
    throw new Problem(
      'malformed-request',
      `The body is not valid ${what}.`,
      { errors: [{ pointer: '#', detail: `is not valid ${what}` }] },
      { cause },
    )
  }
}

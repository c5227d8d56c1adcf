import type { Context } from 'hono'
import type { UploadedFile } from '../state/attachments.ts'
import { badJson, DiscordError } from './discord-error.ts'

const requestBytesMax = 25 * 1024 * 1024

/** JSON, or multipart with `payload_json` and `files[n]`; nothing at all is `undefined`. */
export async function readBody(c: Context): Promise<{ body: unknown; files: UploadedFile[] }> {
  if (Number(c.req.header('content-length') ?? 0) > requestBytesMax)
    throw new DiscordError(413, 40005, 'Request entity too large')
  if (!c.req.header('content-type')?.startsWith('multipart/form-data'))
    return { body: parse(await c.req.text()), files: [] }

  const form = await c.req.formData()
  const payload = form.get('payload_json')
  const files: UploadedFile[] = []
  for (const [field, value] of form.entries()) {
    const index = /^files\[(\d+)\]$/.exec(field)?.[1]
    if (index === undefined || typeof value === 'string') continue
    const bytes = new Uint8Array(await value.arrayBuffer())
    files.push({ index, name: value.name, type: value.type || 'application/octet-stream', bytes })
  }
  return { body: typeof payload === 'string' ? parse(payload) : Object.fromEntries(form.entries()), files }
}

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw badJson()
  }
}

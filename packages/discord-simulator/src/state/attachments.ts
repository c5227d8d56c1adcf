import type { APIMessage } from 'discord-api-types/v10'

export interface UploadedFile {
  /** `files[n]`'s n, which the body's `attachments` refer to. */
  index: string
  name: string
  type: string
  bytes: Uint8Array
}

/** Uploaded files, kept in memory and served by the page's server. */
export function createAttachments(snowflake: () => string) {
  const files = new Map<string, UploadedFile>()
  let origin = ''
  return {
    servedFrom(url: string): void {
      origin = url
    },
    get: (id: string): UploadedFile | undefined => files.get(id),
    store(uploads: UploadedFile[]): APIMessage['attachments'] {
      return uploads.map((file) => {
        const id = snowflake()
        files.set(id, file)
        const url = `${origin}/attachments/${id}/${encodeURIComponent(file.name)}`
        return { id, filename: file.name, size: file.bytes.length, url, proxy_url: url, content_type: file.type }
      })
    },
  }
}

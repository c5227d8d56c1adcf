import type { APIMessage } from 'discord-api-types/v10'
import { flatten, type RawComponent } from './components.ts'

type Attachments = APIMessage['attachments']

const choices = { min_values: 1, max_values: 1 }

/** What Discord fills in, by component type. */
const defaults: Record<number, Record<string, unknown>> = {
  3: choices,
  5: choices,
  6: choices,
  7: choices,
  8: choices,
  11: { description: null, spoiler: false },
  13: { name: null, size: null, spoiler: false },
  14: { spacing: 1, divider: true },
  17: { accent_color: null, spoiler: false },
}

/** Components as Discord keeps them: numbered, with defaults, and `attachment://` resolved to where the file lies. */
export function storedComponents(components: unknown, attachments: Attachments): RawComponent[] {
  const copy = structuredClone(components ?? []) as RawComponent[]
  const all = flatten(copy).map((placed) => placed.component)
  number(all)
  for (const component of all) {
    Object.assign(component, { ...defaults[component.type], ...component })
    resolveMedia(component, attachments)
  }
  return copy
}

function number(all: RawComponent[]): void {
  const taken = new Set(all.map((component) => component.id).filter((id) => id))
  let next = 1
  for (const component of all) {
    if (component.id) continue
    while (taken.has(next)) next++
    component.id = next
    taken.add(next)
  }
}

interface Media {
  url: string
}

function resolveMedia(component: RawComponent, attachments: Attachments): void {
  const attached = (media: Media) => attachments.find((file) => media.url === `attachment://${file.filename}`)
  const placed = (media: Media) => {
    const { id = '0', url = media.url } = attached(media) ?? {}
    return { ...media, id, url, proxy_url: url }
  }
  const { file, media, items } = component as { file?: Media; media?: Media; items?: { media: Media }[] }
  if (file) {
    const { filename: name, size } = attached(file) ?? {}
    Object.assign(component, { file: placed(file), ...(name && { name, size }) })
  }
  if (media) component.media = placed(media)
  if (items)
    component.items = items.map((item) => ({ description: null, spoiler: false, ...item, media: placed(item.media) }))
}

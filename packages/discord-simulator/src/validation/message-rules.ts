import { MessageFlags } from 'discord-api-types/v10'
import type { Issue } from '../rest/discord-error.ts'
import type { UploadedFile } from '../state/attachments.ts'
import { flatten, type PlacedComponent, type RawComponent } from '../state/components.ts'
import type { MessageBody, StoredMessage } from '../state/messages.ts'
import { componentRules, duplicates } from './component-rules.ts'

/** A message as it would be after the request. */
export interface Draft {
  content: string
  embeds: Record<string, unknown>[]
  components: RawComponent[]
  placed: PlacedComponent[]
  attachments: { filename: string }[]
  extras: boolean
  v2: boolean
}

type MessageRule = (draft: Draft) => Issue[]

export function draftOf(body: MessageBody, files: UploadedFile[], current?: StoredMessage): Draft {
  const before = current?.json
  const components = (body.components === undefined ? before?.components : body.components) ?? []
  const kept = body.attachments
    ? before?.attachments.filter((one) => body.attachments?.some((listed) => String(listed.id) === one.id))
    : before?.attachments
  const more = body as Record<string, unknown>
  return {
    content: (body.content === undefined ? before?.content : body.content) ?? '',
    embeds: ((body.embeds === undefined ? before?.embeds : body.embeds) ?? []) as Draft['embeds'],
    components: components as RawComponent[],
    placed: flatten(components),
    attachments: [...(kept ?? []), ...files.map((file) => ({ filename: file.name }))],
    extras: Boolean(more.poll || (more.sticker_ids as unknown[] | undefined)?.length),
    v2: (((before?.flags ?? 0) | (body.flags ?? 0)) & MessageFlags.IsComponentsV2) !== 0,
  }
}

const issue = (path: (string | number)[], code: string, message: string): Issue => ({ path, code, message })

const v2HasNoLegacyFields: MessageRule = ({ v2, content, embeds, extras }) => {
  if (!v2) return []
  const used = [...(content ? ['content'] : []), ...(embeds.length ? ['embeds'] : []), ...(extras ? ['poll'] : [])]
  const message = `The "${used[0]}" field cannot be used when using MessageFlags.IS_COMPONENTS_V2`
  return used.map((field) => issue([field], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message))
}

const v2ComponentsNeedTheFlag: MessageRule = ({ v2, components }) =>
  v2
    ? []
    : components.flatMap((component, index) =>
        component.type === 1
          ? []
          : [issue(['components', index, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).')],
      )

const legacyRows: MessageRule = ({ v2, components }) =>
  !v2 && components.length > 5 ? [issue(['components'], 'BASE_TYPE_BAD_LENGTH', 'Must be 5 or fewer in length.')] : []

const fortyComponents: MessageRule = ({ placed }) =>
  placed.length > 40
    ? [
        issue(
          ['components'],
          'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
          `${placed.length} components, nested ones counted; 40 at most`,
        ),
      ]
    : []

const texts = (placed: PlacedComponent[]) =>
  placed.filter((one) => one.component.type === 10).map((one) => String(one.component.content ?? ''))

const fourThousandCharacters: MessageRule = ({ placed }) => {
  const total = texts(placed).reduce((sum, text) => sum + text.length, 0)
  const message = `The total displayable text size of the components is ${total}, 4000 at most`
  return total > 4000 ? [issue(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', message)] : []
}

// Not documented: Discord answers 500 above this (discord-api-docs#8554). Text in Chinese reaches it below 4000.
const processedSize: MessageRule = ({ placed }) => {
  const bytes = texts(placed).reduce((sum, text) => sum + Buffer.byteLength(text) + 12, 0)
  const message = `The text displays take ${bytes} bytes (UTF-8, plus 12 each); Discord fails above 10170`
  return bytes > 10_170 ? [issue(['components'], 'COMPONENT_PROCESSED_SIZE_EXCEEDED', message)] : []
}

const contentLength: MessageRule = ({ content }) =>
  content.length > 2000 ? [issue(['content'], 'BASE_TYPE_MAX_LENGTH', 'Must be 2000 or fewer in length.')] : []

const embedsLength: MessageRule = ({ embeds }) => {
  const total = embeds.reduce((sum, embed) => sum + embedText(embed), 0)
  return total > 6000 ? [issue(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000')] : []
}

function embedText(embed: Record<string, unknown>): number {
  const { title, description, footer, author, fields } = embed as {
    title?: string
    description?: string
    footer?: { text?: string }
    author?: { name?: string }
    fields?: { name: string; value: string }[]
  }
  const parts = [
    title,
    description,
    footer?.text,
    author?.name,
    ...(fields ?? []).flatMap((one) => [one.name, one.value]),
  ]
  return parts.reduce((sum, part) => sum + (part?.length ?? 0), 0)
}

const attachedFilesExist: MessageRule = ({ placed, attachments }) =>
  placed.flatMap(({ component, path }) => {
    const media = [component.file, component.media] as ({ url?: string } | undefined)[]
    const missing = media.find(
      (one) =>
        one?.url?.startsWith('attachment://') &&
        !attachments.some((file) => `attachment://${file.filename}` === one.url),
    )
    return missing
      ? [issue(path, 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', `${missing.url} is not attached`)]
      : []
  })

/** What Discord refuses and its published schemas do not say. Add a rule here, and a row to the table in its test. */
export const messageRules: MessageRule[] = [
  v2HasNoLegacyFields,
  v2ComponentsNeedTheFlag,
  legacyRows,
  fortyComponents,
  fourThousandCharacters,
  processedSize,
  contentLength,
  embedsLength,
  attachedFilesExist,
  ({ placed }) => duplicates(placed),
  ({ placed }) => placed.flatMap((one) => componentRules.flatMap((rule) => rule(one))),
]

/** True for a message that would show nothing: Discord answers 50006. */
export const isEmpty = (draft: Draft): boolean =>
  !draft.content && !draft.embeds.length && !draft.components.length && !draft.attachments.length && !draft.extras

export const messageIssues = (draft: Draft): Issue[] => messageRules.flatMap((rule) => rule(draft))

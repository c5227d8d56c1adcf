const version = 't1'
const shownStatuses = ['pending', 'approved', 'rejected'] as const

/** What a button says about the card it stands on: which comment, and what the moderator was shown. */
export interface CustomId {
  /** the button's name in `buttons/index.ts` */
  action: string
  comment: string
  revision: number
  seen: (typeof shownStatuses)[number]
  /** the decision on the card, for a button that speaks of it */
  decision?: string
}

/** `t1:<action>:<comment>:<revision>:<seen>[:<decision>]`, ids as 22 characters of base64url, the revision in base 36; 67 characters at most. */
export function formatCustomId({ action, comment, revision, seen, decision }: CustomId): string {
  const parts = [version, action, shortId(comment), revision.toString(36), seen]
  return [...parts, ...(decision ? [shortId(decision)] : [])].join(':')
}

const pattern = new RegExp(
  `^${version}:([a-z]{1,12}):([\\w-]{22}):([1-9a-z][0-9a-z]{0,5}):(${shownStatuses.join('|')})(?::([\\w-]{22}))?$`,
)

/** Reads a custom id; undefined for one that this version did not write. */
export function parseCustomId(text: string): CustomId | undefined {
  const [, action = '', comment = '', revision = '', seen, decision] = pattern.exec(text) ?? []
  const id: CustomId = {
    action,
    comment: longId(comment),
    revision: Number.parseInt(revision, 36),
    seen: seen as CustomId['seen'],
    ...(decision ? { decision: longId(decision) } : {}),
  }
  // Base64 has several spellings of one value, and only one of them is ours.
  return seen && formatCustomId(id) === text ? id : undefined
}

/** A uuid's 16 bytes as 22 characters of base64url. */
export const shortId = (uuid: string): string => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url')

const longId = (short: string): string =>
  Buffer.from(short, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

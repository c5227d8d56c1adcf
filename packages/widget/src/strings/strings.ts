import { en } from './en.ts'
import { es } from './es.ts'
import { ptBR } from './pt-br.ts'

/** Every sentence the widget says. A language is one file that has them all. */
export interface Strings {
  /** what the widget is, to assistive technology */
  comments: string
  count: (n: number) => string
  empty: string
  loading: string
  loadMore: string
  moreReplies: (n: number) => string
  closed: string

  reply: string
  replyTo: (name: string) => string
  /** spoken before a reply, `level` counts from 1 */
  inReplyTo: (name: string, level: number) => string
  someone: string
  deleted: string
  edited: string
  moderator: string
  admin: string

  write: string
  text: string
  name: string
  email: string
  url: string
  optional: string
  emailNote: string
  markdownNote: string
  post: string
  posting: string
  cancel: string

  pending: string
  published: string
  rejected: string
  rejectedBecause: (reason: string) => string
  reasons: Record<'spam' | 'abuse' | 'off-topic' | 'personal-data' | 'illegal' | 'duplicate' | 'other', string>
  note: (note: string) => string
  dismiss: string

  retry: string
  loadFailed: string
  moreFailed: string
  postFailed: string
  tooMany: (seconds: number) => string
  tooLarge: string
  forbidden: string
  noSite: string
  refused: string
  /** what a field wants, by its pointer into the body */
  faults: Record<string, string>
}

const tables: Record<string, { locale: string; strings: Strings }> = {
  en: { locale: 'en', strings: en },
  es: { locale: 'es', strings: es },
  pt: { locale: 'pt-BR', strings: ptBR },
}

/** The first of the wanted languages that we speak, whatever its region; else English. */
export function stringsFor(...wanted: (string | null | undefined)[]): { locale: string; strings: Strings } {
  for (const tag of wanted) {
    const table = tables[tag?.toLowerCase().split(/[-_]/)[0] ?? '']
    if (table) return table
  }
  return tables.en!
}

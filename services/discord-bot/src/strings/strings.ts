import type { Reason } from '@tertulia/contract'
import { en } from './en.ts'
import { es } from './es.ts'
import { ptBR } from './pt-br.ts'

/**
 * Every sentence the bot says, in Discord's markdown. A language is one file that has them all. `who` comes neutralised,
 * `when` as a Discord timestamp.
 */
export interface Strings {
  locale: 'en' | 'es' | 'pt-BR'

  approve: string
  reject: string
  spam: string
  undo: string

  on: (author: string, page: string) => string
  /** after the title of a page that its owner has not confirmed */
  unconfirmed: string
  firstComment: string
  record: (approved: number, rejected: number) => string
  edited: (when: string) => string
  inReplyTo: (who: string, text: string) => string
  charactersLeftOut: (count: number) => string
  whyHeld: string
  noRule: string
  ruleError: string
  reasons: Record<Reason, string>

  approved: (who: string) => string
  rejected: (who: string, reason: string) => string
  /** after Undo: what the comment is again */
  restored: (who: string, status: 'pending' | 'approved' | 'rejected') => string
  deleted: string
  policy: string
  theAuthor: string
  somebody: string

  rejectTitle: string
  reasonLabel: string
  noteLabel: string
  noteDescription: string
  tellLabel: string
  tellDescription: string

  notAllowed: string
  oldCard: string
  gone: string
  tooLate: (what: string, when: string) => string
  stale: string
  undoExpired: string
  failed: string
}

const tables: Record<string, Strings> = { en, es, pt: ptBR }

/** The first of the wanted languages that we speak, whatever its region; else English. */
export function stringsFor(...wanted: (string | null | undefined)[]): Strings {
  const spoken = wanted.map((tag) => tables[tag?.toLowerCase().split('-')[0] ?? ''])
  return spoken.find((table) => table !== undefined) ?? en
}

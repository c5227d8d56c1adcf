import { type Moderator, moderationComment, type Tertulia } from '@tertulia/comments'
import { type Decision, type ModerationComment, Problem } from '@tertulia/contract'
import { surroundingsOf } from './queries.ts'

/** Everything a card shows of a comment, as it is now. */
export interface CardView extends Pick<ModerationComment, 'comment' | 'verdicts' | 'author'> {
  page: ModerationComment['page'] & { confirmed: boolean }
  parent: { name: string; text: string } | null
  /** the newest one */
  decision: Decision | null
}

const reader: Moderator = { id: 'discord:cards', name: 'cards', scope: 'moderate', surface: 'discord', sites: null }

/** The comment's present state, or undefined when it was erased. */
export async function loadCard(tertulia: Tertulia, id: string): Promise<CardView | undefined> {
  const found = await Promise.all([moderationComment(tertulia, reader, id), surroundingsOf(tertulia.db, id)]).catch(
    (error: unknown) => {
      if (error instanceof Problem && error.slug === 'not-found') return undefined
      throw error
    },
  )
  if (!found?.[1]) return undefined
  const [{ comment, verdicts, author, page, decisions }, { confirmed, parent }] = found
  return { comment, verdicts, author, page: { ...page, confirmed }, parent, decision: decisions.at(-1) ?? null }
}

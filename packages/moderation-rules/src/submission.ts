/** A comment as rules see it: plain data. Time and history come in, so that the same submission always gets the same verdicts. */
export interface Submission {
  /** NFC */
  text: string
  name: string
  url?: string
  email?: string
  locale?: string
  author: { approved: number; rejected: number; firstSeenAt: Date | null; role: 'moderator' | 'admin' | null }
  page: { key: string; tags: readonly string[]; publishedAt: Date | null }
  /** it is a reply */
  parent: boolean
  at: Date
}

/** What can be said of a comment that nobody has posted: for tests inside a policy, and for explaining. */
export interface Draft {
  text: string
  author?: { name?: string | undefined; url?: string | undefined; email?: string | undefined } | undefined
  page?: { tags?: readonly string[] | undefined } | undefined
  history?: { approved: number; rejected: number } | undefined
}

/** A draft as a submission of somebody unknown, on an untagged page, unless it says otherwise. */
export const draftSubmission = ({ text, author, page, history, at }: Draft & { at: Date }): Submission => ({
  text: text.normalize('NFC'),
  name: author?.name ?? 'Somebody',
  ...(author?.url ? { url: author.url } : {}),
  ...(author?.email ? { email: author.email } : {}),
  author: { approved: history?.approved ?? 0, rejected: history?.rejected ?? 0, firstSeenAt: null, role: null },
  page: { key: '', tags: page?.tags ?? [], publishedAt: null },
  parent: false,
  at,
})

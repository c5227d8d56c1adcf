import type { Strings } from './strings.ts'

export const en: Strings = {
  locale: 'en',

  approve: 'Approve',
  reject: 'Reject…',
  spam: 'Spam',
  undo: 'Undo',

  on: (author, page) => `**${author}** on ${page}`,
  unconfirmed: 'title as sent by the commenter',
  firstComment: 'first comment',
  record: (approved, rejected) => `${approved} approved · ${rejected} rejected before`,
  edited: (when) => `edited ${when}`,
  inReplyTo: (who, text) => `In reply to **${who}**: ${text}`,
  charactersLeftOut: (count) => `… and ${count} more characters`,
  whyHeld: 'Why held',
  noRule: 'No rule speaks against it.',
  ruleError: 'a rule failed, so a person must look',
  reasons: {
    spam: 'spam',
    abuse: 'abuse',
    'off-topic': 'off topic',
    'personal-data': 'personal data',
    illegal: 'illegal content',
    duplicate: 'duplicate',
    other: 'other',
  },

  approved: (who) => `**Approved** by ${who}`,
  rejected: (who, reason) => `**Rejected** by ${who} (${reason})`,
  restored: (who, status) =>
    `${who} took the last decision back: **${{ pending: 'waiting again', approved: 'approved', rejected: 'rejected' }[status]}**`,
  deleted: '**Deleted**',
  policy: 'the rules',
  theAuthor: 'its author',
  somebody: 'somebody',

  rejectTitle: 'Reject this comment',
  reasonLabel: 'Reason',
  noteLabel: 'Note',
  noteDescription: 'For the team, unless the author is told.',
  tellLabel: 'Tell the author',
  tellDescription: 'Shows the note to the author, beside their comment.',

  notAllowed: 'Only members with a moderator role of this site can decide here.',
  oldCard: 'This card is out of date. Please use the newest one for this comment.',
  gone: 'This comment is no longer here.',
  tooLate: (what, when) => `Somebody was faster. ${what} ${when}.`,
  stale: 'The author edited this comment since you saw it, so nothing was decided. The card now shows the new text.',
  undoExpired: 'This can no longer be undone: ten minutes have passed, or something was decided since.',
  failed: 'Something went wrong on our side. Please look at the card before you press again.',
}

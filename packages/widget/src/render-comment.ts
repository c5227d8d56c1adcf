import { button, type Child, h } from './dom.ts'
import { safeHref } from './parse-html.ts'
import { exactTime, relativeTime } from './relative-time.ts'
import { renderHtml } from './render-html.ts'
import type { Strings } from './strings/strings.ts'
import type { OwnPending, Shown } from './tree.ts'

export interface CommentView {
  locale: string
  strings: Strings
  level: number
  /** the parent's author; `null` when nobody may know any more; missing at the top */
  parentName?: string | null
  onReply?: (() => void) | undefined
  onDismiss: () => void
}

/** One comment as an article: who, when, what, and what can be done with it. */
export function renderComment(comment: Shown, view: CommentView): HTMLElement {
  const { strings } = view
  if (!comment.author) {
    return article('deleted', spokenPlace(view), h('p', { part: 'deleted' }, strings.deleted))
  }
  const own = 'own' in comment ? comment : undefined
  const { name } = comment.author
  return article(
    own ? 'own' : '',
    h(
      'header',
      { part: 'comment-header' },
      h('span', { class: 'initial', 'aria-hidden': 'true' }, Array.from(name)[0]?.toUpperCase() ?? ''),
      h('span', { class: 'who' }, authorName(comment.author), roleBadge(comment, strings)),
      spokenPlace(view),
      h('span', { class: 'when' }, timeOf(comment.createdAt, view.locale), editedMark(comment, strings)),
    ),
    textOf(comment),
    own && ownNotice(own, view),
    view.onReply &&
      h('footer', {}, button(strings.reply, view.onReply, { class: 'quiet', 'aria-label': strings.replyTo(name) })),
  )
}

const article = (kind: string, ...children: Child[]): HTMLElement =>
  h('article', { class: `comment ${kind}`, part: `comment ${kind}`, tabindex: '-1' }, ...children)

/** Depth and parent, which the eye reads from the indentation. */
const spokenPlace = ({ strings, level, parentName }: CommentView): Child =>
  parentName !== undefined && h('span', { class: 'spoken' }, strings.inReplyTo(parentName ?? strings.someone, level))

function authorName({ name, url }: { name: string; url?: string | undefined }): HTMLElement {
  const href = safeHref(url)
  const text = h('bdi', {}, name)
  return href && !href.startsWith('mailto:')
    ? h('a', { class: 'name', part: 'author', href, rel: 'nofollow ugc noopener' }, text)
    : h('span', { class: 'name', part: 'author' }, text)
}

function roleBadge(comment: Shown, strings: Strings): Child {
  const role = 'deleted' in comment && !comment.deleted ? comment.author.role : undefined
  return role && h('span', { class: 'badge', part: 'badge' }, strings[role])
}

/** Times go stale: `refreshTimes` reads them again. */
const timeOf = (at: string, locale: string): HTMLElement =>
  h(
    'time',
    { datetime: at, title: exactTime(new Date(at), locale), part: 'time' },
    relativeTime(new Date(at), new Date(), locale),
  )

export function refreshTimes(root: ParentNode, locale: string): void {
  for (const time of root.querySelectorAll('time')) {
    time.textContent = relativeTime(new Date(time.dateTime), new Date(), locale)
  }
}

const editedMark = (comment: Shown, strings: Strings): Child =>
  'editedAt' in comment && comment.editedAt ? ` · ${strings.edited}` : undefined

function textOf(comment: Exclude<Shown, { author: null }>): HTMLElement {
  const lang = 'lang' in comment ? comment.lang : undefined
  if (comment.html !== undefined) {
    return h('div', { class: 'text', part: 'text', dir: 'auto', lang }, ...renderHtml(comment.html))
  }
  return h('div', { class: 'text plain', part: 'text', dir: 'auto' }, 'text' in comment ? comment.text : '')
}

function ownNotice(own: OwnPending, { strings, onDismiss }: CommentView): HTMLElement {
  if (own.own === 'pending') return h('p', { class: 'notice', part: 'notice', tabindex: '-1' }, strings.pending)
  const reason =
    own.reason &&
    strings.rejectedBecause(
      Object.hasOwn(strings.reasons, own.reason) ? strings.reasons[own.reason as keyof Strings['reasons']] : own.reason,
    )
  return h(
    'div',
    { class: 'notice', part: 'notice', tabindex: '-1' },
    h('p', {}, [strings.rejected, reason].filter(Boolean).join(' ')),
    own.note ? h('p', { dir: 'auto' }, strings.note(own.note)) : undefined,
    button(strings.dismiss, onDismiss, { class: 'quiet' }),
  )
}

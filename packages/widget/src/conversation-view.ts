import { button, h } from './dom.ts'
import type { Strings } from './strings/strings.ts'

export interface ConversationView {
  section: HTMLElement
  heading: HTMLElement
  formPlace: HTMLElement
  count(commentCount: number): void
  empty(isEmpty: boolean): void
  more(isMore: boolean): void
  /** Says something once, politely, to a screen reader. */
  announce(sentence: string): void
}

/** The frame around a page's comments. */
export function createConversationView(options: {
  strings: Strings
  locale: string
  thread: HTMLElement
  loadMore: () => void
}): ConversationView {
  const { strings, locale, thread, loadMore } = options
  const heading = h('h2', { part: 'heading', tabindex: '-1' }, strings.comments)
  const none = h('p', { class: 'empty', part: 'empty' }, strings.empty)
  const more = button(strings.loadMore, loadMore, { class: 'load-more' })
  const formPlace = h('div', {})
  const status = h('p', { class: 'spoken', role: 'status' })
  return {
    section: h(
      'section',
      { class: 'conversation', part: 'comments', lang: locale, 'aria-label': strings.comments },
      heading,
      none,
      thread,
      more,
      formPlace,
      status,
    ),
    heading,
    formPlace,
    count(commentCount) {
      heading.textContent = commentCount > 0 ? strings.count(commentCount) : strings.comments
    },
    empty: (isEmpty) => {
      none.hidden = !isEmpty
    },
    more: (isMore) => {
      more.hidden = !isMore
    },
    announce: (sentence) => {
      status.textContent = sentence
    },
  }
}

/** What stands there until there are comments. The owner's own fallback stays visible above it. */
export const loadingView = (strings: Strings, locale: string): HTMLElement =>
  h('p', { class: 'loading', lang: locale, role: 'status' }, strings.loading)

export const failureView = (strings: Strings, locale: string, retry: () => void): HTMLElement =>
  h(
    'div',
    { class: 'message', part: 'message', role: 'alert', lang: locale },
    h('p', {}, strings.loadFailed),
    button(strings.retry, retry),
  )

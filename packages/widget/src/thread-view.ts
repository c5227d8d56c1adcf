import { button, h } from './dom.ts'
import { type CommentView, renderComment } from './render-comment.ts'
import type { Strings } from './strings/strings.ts'
import { type Entry, isPublic, missingReplies, type Shown } from './tree.ts'

export interface ThreadActions {
  locale: string
  strings: Strings
  /** missing on a closed page */
  reply?: ((id: string) => void) | undefined
  dismiss(id: string): void
  moreReplies(id: string): void
}

/** One comment's element and where its replies and its reply form go. */
export interface CommentElement {
  item: HTMLElement
  article: HTMLElement
  formPlace: HTMLElement
}

export interface ThreadView {
  list: HTMLElement
  get(id: string): CommentElement | undefined
  /** Makes the elements equal to the tree. What did not change is not touched, so focus and selection stay. */
  sync(roots: readonly Entry[]): void
}

interface Row extends CommentElement {
  replies: HTMLElement
  more: HTMLElement
  drawn: string
}

/** The nested list of comments, by id. */
export function createThreadView(actions: ThreadActions): ThreadView {
  const rows = new Map<string, Row>()
  const list = h('ol', { class: 'thread', part: 'thread' })

  function rowOf(id: string): Row {
    const known = rows.get(id)
    if (known) return known
    const [article, formPlace, more] = [h('article', {}), h('div', {}), h('div', { class: 'more' })]
    const replies = h('ol', { class: 'replies', part: 'replies' })
    const item = h('li', { part: 'thread-item' }, article, formPlace, replies, more)
    const row = { item, article, formPlace, replies, more, drawn: '' }
    rows.set(id, row)
    return row
  }

  function draw(row: Row, entry: Entry, level: number, parent: Shown | undefined): void {
    const { comment } = entry
    const drawn = JSON.stringify([comment, parent?.author?.name])
    if (drawn === row.drawn) return
    row.drawn = drawn
    const { reply, dismiss, strings, locale } = actions
    const view: CommentView = {
      strings,
      locale,
      level,
      ...(parent ? { parentName: parent.author?.name ?? null } : {}),
      onReply: reply && isPublic(comment) ? () => reply(comment.id) : undefined,
      onDismiss: () => dismiss(comment.id),
    }
    const article = renderComment(comment, view)
    const { activeElement } = row.article.getRootNode() as Partial<ShadowRoot>
    const hadFocus = activeElement && row.article.contains(activeElement)
    row.article.replaceWith(article)
    row.article = article
    if (hadFocus) article.focus({ preventScroll: true })
  }

  function drawMore(row: Row, entry: Entry): void {
    const missing = missingReplies(entry)
    const label = missing > 0 ? actions.strings.moreReplies(missing) : ''
    if (row.more.textContent === label) return
    row.more.replaceChildren(
      ...(missing > 0 ? [button(label, () => actions.moreReplies(entry.comment.id), { class: 'quiet' })] : []),
    )
  }

  function arrange(parent: HTMLElement, entries: readonly Entry[], level: number, above?: Shown): void {
    const items = new Set<Element>(entries.map((entry) => rowOf(entry.comment.id).item))
    for (const child of [...parent.children]) if (!items.has(child)) child.remove()
    for (const [index, entry] of entries.entries()) {
      const row = rowOf(entry.comment.id)
      if (parent.children[index] !== row.item) parent.insertBefore(row.item, parent.children[index] ?? null)
      draw(row, entry, level, above)
      arrange(row.replies, entry.replies, level + 1, entry.comment)
      drawMore(row, entry)
    }
  }

  return {
    list,
    get: (id) => rows.get(id),
    sync(roots) {
      arrange(list, roots, 1)
      for (const [id, row] of rows) if (!list.contains(row.item)) rows.delete(id)
    },
  }
}

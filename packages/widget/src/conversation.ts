import type { CommentList, OwnComment, PublicComment } from '@tertulia/contract'
import type { Api, Refusal } from './api.ts'
import { createAuthor } from './author.ts'
import { createConversationView } from './conversation-view.ts'
import { focusOn, h } from './dom.ts'
import { createDraft } from './draft.ts'
import { createForm, type Typed } from './form.ts'
import { followPage } from './live.ts'
import { describePage } from './page.ts'
import { postComment } from './post-comment.ts'
import { createReceipts } from './receipts.ts'
import { refreshTimes } from './render-comment.ts'
import { lasting, passing } from './storage.ts'
import type { Strings } from './strings/strings.ts'
import { createThreadView } from './thread-view.ts'
import { createTree, isPublic, type OwnPending } from './tree.ts'
import { watchOwn } from './watch-own.ts'

export interface ConversationOptions {
  host: Element
  site: string
  page: string
  locale: string
  strings: Strings
  api: Api
  list: CommentList
  signal: AbortSignal
}

const timesMs = 60_000

/** A page's comments, alive: what is read, what is written, and what happens meanwhile. Returns its element. */
export function createConversation(options: ConversationOptions): HTMLElement {
  const { host, site, page, locale, strings, api, list, signal } = options
  const tree = createTree()
  const author = createAuthor(lasting, site)
  const receipts = createReceipts(lasting, site)
  const thread = createThreadView({
    locale,
    strings,
    reply: list.page.open ? openReply : undefined,
    dismiss,
    moreReplies,
  })
  const view = createConversationView({ strings, locale, thread: thread.list, loadMore })
  const replyCursors = new Map<string, string>()
  let cursor: string | null = null
  let count = -1
  let closeReply = (): void => {}

  function sync(): void {
    thread.sync(tree.roots)
    view.count(count)
    view.empty(tree.roots.length === 0)
    view.more(cursor !== null)
  }

  // Reading

  function take(fresh: CommentList): void {
    tree.replace(fresh)
    if (fresh.page.commentCount !== count) cursor = fresh.nextCursor
    count = fresh.page.commentCount
    sync()
  }

  async function refresh(): Promise<void> {
    const answer = await api.list()
    if (answer.ok && !signal.aborted) take(answer.value)
  }

  async function loadMore(): Promise<void> {
    const answer = await api.list(cursor ?? undefined)
    if (signal.aborted) return
    if (!answer.ok) return view.announce(strings.moreFailed)
    const { comments, nextCursor } = answer.value
    for (const comment of comments) tree.put(comment)
    cursor = nextCursor
    sync()
    focusComment(comments[0]?.id)
  }

  async function moreReplies(id: string): Promise<void> {
    const answer = await api.replies(id, replyCursors.get(id))
    if (signal.aborted) return
    if (!answer.ok) return view.announce(strings.moreFailed)
    const { comments, nextCursor } = answer.value
    const first = comments.find((comment) => !tree.get(comment.id))
    // A tombstone here may only stand for a comment further up that we do see.
    for (const comment of comments) if (!comment.deleted || !tree.get(comment.id)) tree.put(comment)
    if (nextCursor) replyCursors.set(id, nextCursor)
    else tree.settle(id)
    sync()
    focusComment(first?.id ?? id)
  }

  function focusComment(id: string | undefined): void {
    const article = id && thread.get(id)?.article
    if (article) focusOn(article)
  }

  // Writing

  function newForm(parent?: PublicComment, cancel = (): void => {}) {
    const draft = createDraft(passing, { site, page, parentId: parent?.id ?? '' })
    async function send(typed: Typed): Promise<Refusal | undefined> {
      const comment = { ...typed, ...(parent && { parentId: parent.id }), page: describePage(host) }
      const answer = await postComment(comment, { api, author, draft })
      if (!answer.ok) return answer.refusal
      const { receipt, comment: posted } = answer.value
      receipts.keep({ id: posted.id, receipt, page, watched: posted.status === 'pending' })
      if (posted.status === 'approved') publish(posted)
      else hold(posted.id, typed, parent?.id ?? null)
      cancel()
      focusPosted(posted.id)
      return undefined
    }
    const replyTo = parent && { replyTo: parent.author.name, cancel }
    return createForm({ strings, textLength: list.site.limits.textLength, draft, author, send, ...replyTo })
  }

  function openReply(id: string): void {
    const parent = tree.get(id)?.comment
    const row = thread.get(id)
    if (!row || !parent || !isPublic(parent)) return
    closeReply()
    closeReply = () => {
      row.formPlace.replaceChildren()
      closeReply = () => {}
    }
    const form = newForm(parent, () => {
      closeReply()
      row.article.querySelector<HTMLElement>('footer button')?.focus()
    })
    row.formPlace.append(form.element)
    form.focus()
  }

  function publish(comment: PublicComment): void {
    const known = tree.get(comment.id)?.comment
    if (!known || !isPublic(known)) count++
    tree.arrive(comment)
    sync()
    view.announce(strings.published)
  }

  /** Shows the reader their own comment, unless a moderator was faster than this answer. */
  function hold(id: string, { text, author: { name, url } }: Typed, parentId: string | null): void {
    const known = tree.get(id)?.comment
    if (known && isPublic(known)) return
    showOwn({ id, parentId, own: 'pending', author: { name, url }, text, createdAt: new Date().toISOString() })
    watch.soon()
  }

  function focusPosted(id: string): void {
    const article = thread.get(id)?.article
    if (article) focusOn(article.querySelector<HTMLElement>('.notice') ?? article)
  }

  // One's own

  function showOwn(own: OwnPending): void {
    if (!tree.put(own)) tree.put({ ...own, parentId: null })
    sync()
  }

  async function tell(own: OwnComment): Promise<void> {
    const { id, status } = own
    if (status !== 'approved') return showOwn({ ...own, own: status === 'pending' ? 'pending' : 'rejected' })
    const answer = await api.comment(id)
    if (signal.aborted || !answer.ok) return
    receipts.unwatch(id)
    publish(answer.value)
  }

  function dismiss(id: string): void {
    receipts.unwatch(id)
    tree.remove(id)
    sync()
    view.heading.focus({ preventScroll: true })
  }

  // What happens meanwhile

  function comeIn(comment: PublicComment): void {
    if (receipts.watched(page).some(({ id }) => id === comment.id)) {
      receipts.unwatch(comment.id)
      view.announce(strings.published)
    }
    // Beyond what is loaded: it comes with "show more".
    const isBeyond = cursor !== null && comment.parentId === null && !tree.get(comment.id)
    if (!isBeyond && !tree.arrive(comment)) void refresh()
    sync()
    watch.soon()
  }

  function goOut(id: string): void {
    const known = tree.get(id)?.comment
    if (known && isPublic(known)) tree.remove(id)
    // One of ours that is taken back is pending again, or rejected.
    receipts.watch(id)
    sync()
    watch.soon()
  }

  function recount(commentCount: number, opening: boolean): void {
    if (opening && commentCount !== count) return void refresh()
    count = commentCount
    sync()
  }

  take(list)
  view.formPlace.append(list.page.open ? newForm().element : h('p', { part: 'closed' }, strings.closed))
  const watch = watchOwn({
    api,
    receipts,
    page,
    signal,
    tell,
    gone: (id) => {
      tree.remove(id)
      sync()
    },
  })
  followPage({ url: api.eventsUrl, comment: comeIn, remove: goOut, count: recount, refresh, signal })
  const times = setInterval(() => refreshTimes(thread.list, locale), timesMs)
  signal.addEventListener('abort', () => clearInterval(times))
  return view.section
}

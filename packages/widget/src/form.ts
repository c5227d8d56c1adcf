import type { Refusal } from './api.ts'
import type { Author } from './author.ts'
import { button, h } from './dom.ts'
import type { Draft } from './draft.ts'
import { type Explained, explainRefusal } from './explain-refusal.ts'
import { createField, type FormField } from './form-field.ts'
import { safeHref } from './parse-html.ts'
import type { Strings } from './strings/strings.ts'

/** What a person typed. */
export interface Typed {
  text: string
  author: { name: string; email?: string; url?: string }
}

export interface FormOptions {
  strings: Strings
  textLength: number
  draft: Draft
  author: Author
  /** whom a reply answers */
  replyTo?: string
  /** Sends the comment. The answer is why it was refused, or nothing. */
  send(typed: Typed): Promise<Refusal | undefined>
  cancel?: () => void
}

export interface CommentForm {
  element: HTMLFormElement
  focus(): void
}

const nameLengthMax = 80

const withScheme = (url: string): string => (url && !/^[a-z][a-z\d+.-]*:/i.test(url) ? `https://${url}` : url)

/** The form for a comment or a reply. What is typed survives everything but success. */
export function createForm(options: FormOptions): CommentForm {
  const { strings, draft, author, replyTo, cancel } = options
  const shared = { strings, value: '' }
  const fields: Record<string, FormField> = {
    '#/text': createField({
      ...shared,
      field: 'text',
      required: true,
      hint: strings.markdownNote,
      value: draft.text(),
    }),
    '#/author/name': createField({ ...shared, field: 'name', required: true, value: author.name() }),
    '#/author/email': createField({ ...shared, field: 'email', required: false, hint: strings.emailNote }),
    '#/author/url': createField({ ...shared, field: 'url', required: false, value: author.url() }),
  }
  const [text, name, email, url] = Object.values(fields) as [FormField, FormField, FormField, FormField]
  text.input.addEventListener('input', () => draft.save(text.input.value))

  const message = h('div', { class: 'message', part: 'message', role: 'alert' })
  const submit = h('button', { class: 'primary', part: 'button submit' }, strings.post)
  const heading = replyTo === undefined ? strings.write : strings.replyTo(replyTo)
  const element = h(
    'form',
    { class: 'form', part: 'form', novalidate: true, 'aria-label': heading, onsubmit, onkeydown },
    h('h3', { part: 'form-heading', dir: 'auto' }, heading),
    text.element,
    h('div', { class: 'who-fields' }, name.element, email.element, url.element),
    message,
    h('div', { class: 'actions' }, submit, cancel && button(strings.cancel, cancel, { class: 'quiet' })),
  )

  function onkeydown(event: Event): void {
    if ((event as KeyboardEvent).key !== 'Escape' || !cancel) return
    event.preventDefault()
    cancel()
  }

  function typed(): Typed {
    const [mail, site] = [email.value(), withScheme(url.value())]
    return {
      text: text.value(),
      author: { name: name.value(), ...(mail && { email: mail }), ...(site && { url: site }) },
    }
  }

  function faultsOf({ text: { length }, author: { name, url } }: Typed): string[] {
    const isFaulty: Record<string, boolean> = {
      '#/text': length === 0 || length > options.textLength,
      '#/author/name': name.length === 0 || name.length > nameLengthMax,
      '#/author/email': !email.input.validity.valid,
      '#/author/url': url !== undefined && !safeHref(url)?.startsWith('http'),
    }
    return Object.keys(fields).filter((pointer) => isFaulty[pointer])
  }

  function show({ fields: sentences, message: sentence, retry }: Explained): void {
    for (const [pointer, field] of Object.entries(fields)) field.fault(sentences[pointer] ?? '')
    const again = h('button', { part: 'button' }, strings.retry)
    message.replaceChildren(...(sentence ? [h('p', { dir: 'auto' }, sentence)] : []), ...(retry ? [again] : []))
    Object.entries(fields)
      .find(([pointer]) => sentences[pointer])?.[1]
      .input.focus()
  }

  let busy = false
  function setBusy(value: boolean): void {
    busy = value
    submit.setAttribute('aria-disabled', String(value))
    submit.textContent = value ? strings.posting : strings.post
  }

  async function onsubmit(event: Event): Promise<void> {
    event.preventDefault()
    if (busy) return
    const comment = typed()
    const sentences = Object.fromEntries(faultsOf(comment).map((pointer) => [pointer, strings.faults[pointer] ?? '']))
    show({ fields: sentences, message: '', retry: false })
    if (Object.keys(sentences).length > 0) return
    setBusy(true)
    author.remember(comment.author)
    const refusal = await options.send(comment)
    setBusy(false)
    if (refusal) return show(explainRefusal(refusal, strings))
    draft.clear()
    text.input.value = ''
  }

  return { element, focus: () => text.input.focus() }
}

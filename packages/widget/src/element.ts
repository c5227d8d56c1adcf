import { createApi } from './api.ts'
import { createConversation } from './conversation.ts'
import { failureView, loadingView } from './conversation-view.ts'
import { h } from './dom.ts'
import { stringsFor } from './strings/strings.ts'
import { css as base } from './styles/base.css'
import { css as comment } from './styles/comment.css'
import { css as form } from './styles/form.css'

/** The API is where this file came from, path prefix included. */
const apiUrl = new URL('.', import.meta.url)

// Constructed, not inline: a page's CSP needs no `unsafe-inline` for it.
const styles = new CSSStyleSheet()
styles.replaceSync(base + comment + form)

/** `<tertulia-comments site page>`: a page's comments and the form to add one. `lang`, `url` and `title` are optional. */
export class TertuliaComments extends HTMLElement {
  static readonly observedAttributes = ['site', 'page', 'lang']

  readonly #root = this.attachShadow({ mode: 'open' })
  readonly #fallback = h('slot', {})
  #stop = new AbortController()

  constructor() {
    super()
    this.#root.adoptedStyleSheets = [styles]
  }

  connectedCallback(): void {
    this.#start()
  }

  disconnectedCallback(): void {
    this.#stop.abort()
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.isConnected && before !== after) this.#start()
  }

  /** From the beginning, as at first sight. Attributes changed together start it once. */
  #start(): void {
    this.#stop.abort()
    const stop = new AbortController()
    this.#stop = stop
    queueMicrotask(() => {
      if (!stop.signal.aborted) void this.#load(stop.signal)
    })
  }

  async #load(signal: AbortSignal): Promise<void> {
    const site = this.getAttribute('site') ?? ''
    const page = this.getAttribute('page') || location.pathname
    const said = stringsFor(this.getAttribute('lang'), document.documentElement.lang)
    this.#show(loadingView(said.strings, said.locale))
    const api = createApi({ base: apiUrl, site, page, signal })
    const answer = await api.list()
    if (signal.aborted) return
    const fail = () => this.#show(failureView(said.strings, said.locale, () => this.#start()))
    if (!answer.ok) return fail()
    const spoken = stringsFor(this.getAttribute('lang'), answer.value.site.locale)
    try {
      this.#root.replaceChildren(
        createConversation({ host: this, site, page, ...spoken, api, list: answer.value, signal }),
      )
    } catch {
      fail()
    }
  }

  /** Something small, below the owner's own link. */
  #show(view: HTMLElement): void {
    this.#root.replaceChildren(this.#fallback, view)
  }
}

import { TertuliaComments } from './element.ts'

// A page may load this file twice; the first one serves both.
if (!customElements.get('tertulia-comments')) customElements.define('tertulia-comments', TertuliaComments)

/** `<div data-tertulia data-site data-page>` is for editors that drop unknown elements. */
function adopt(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-tertulia]:not(:has(tertulia-comments))')) {
    const element = document.createElement('tertulia-comments')
    for (const name of ['site', 'page', 'lang', 'url', 'title']) {
      const value = place.dataset[name]
      if (value) element.setAttribute(name, value)
    }
    element.append(...place.childNodes)
    place.append(element)
  }
}

adopt()
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', adopt)

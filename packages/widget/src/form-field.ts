import { h } from './dom.ts'
import type { Strings } from './strings/strings.ts'

export interface FormField {
  element: HTMLElement
  input: HTMLInputElement | HTMLTextAreaElement
  value(): string
  /** An empty sentence takes the fault away. */
  fault(sentence: string): void
}

let made = 0

/** A labelled input whose fault is spoken with it. */
export function createField(options: {
  strings: Strings
  field: 'text' | 'name' | 'email' | 'url'
  required: boolean
  hint?: string
  value: string
}): FormField {
  const { strings, field, required, hint } = options
  const id = `field-${++made}`
  const shared = { id, part: 'input', 'aria-required': required && 'true' }
  const kinds = { name: 'text', email: 'email', url: 'url' } as const
  const input =
    field === 'text'
      ? h('textarea', { ...shared, rows: '4', dir: 'auto' })
      : h('input', { ...shared, type: kinds[field], autocomplete: field, inputmode: kinds[field], dir: 'auto' })
  input.value = options.value
  const hintElement = h('p', { id: `${id}-hint`, class: 'hint' }, hint)
  const faultElement = h('p', { id: `${id}-fault`, class: 'fault', part: 'fault' })
  const optional = h('span', { class: 'hint' }, ` (${strings.optional})`)
  const fault = (sentence: string): void => {
    faultElement.textContent = sentence
    if (sentence) input.setAttribute('aria-invalid', 'true')
    else input.removeAttribute('aria-invalid')
    input.setAttribute('aria-describedby', [sentence && `${id}-fault`, hint && `${id}-hint`].filter(Boolean).join(' '))
  }
  fault('')
  input.addEventListener('input', () => fault(''))
  return {
    element: h(
      'div',
      { class: 'field' },
      h('label', { for: id, part: 'label' }, strings[field], !required && optional),
      input,
      faultElement,
      hint ? hintElement : undefined,
    ),
    input,
    value: () => input.value.trim(),
    fault,
  }
}

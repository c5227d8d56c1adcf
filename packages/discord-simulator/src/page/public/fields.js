import { h } from './dom.js'
import { markdown } from './markdown.js'

let fieldNumber = 0

/** Each field: `{element, values()}`; `values` answers undefined for a field left alone. */
const kinds = {
  4: textInput,
  3: (one, label, view) => select(one, label, one.options, view),
  5: (one, label, view) => select(one, label, named(view.state.users)),
  6: (one, label, view) => select(one, label, named(view.state.roles)),
  7: (one, label, view) => select(one, label, named([...view.state.users, ...view.state.roles])),
  8: (one, label, view) => select(one, label, named(view.state.channels)),
  21: (one, label) => choiceGroup(one, label, 'radio'),
  22: (one, label) => choiceGroup(one, label, 'checkbox'),
  23: checkbox,
}

const named = (list) => list.map(({ id, name }) => ({ label: name, value: id }))

/** A modal's components as form fields; `fields` collects the ones with a value. */
export function modalFields(list, view, fields = []) {
  const elements = list.flatMap((one) => {
    if (one.type === 10) return [h('div', { class: 'text' }, markdown(one.content, view.names))]
    if (one.type === 1) return modalFields(one.components, view, fields).elements
    const inner = one.type === 18 ? one.component : one
    const label = { text: one.label, description: one.description }
    const make = kinds[inner.type]
    if (!make) return [h('p', { class: 'note' }, `${one.label}: this kind of field is not drawn here`)]
    const field = make(inner, label, view)
    fields.push({ id: inner.custom_id, values: field.values })
    return [field.element]
  })
  return { elements, fields }
}

const needed = (one) => one.required !== false

function described(label, control, one) {
  control.id = `field-${++fieldNumber}`
  const hint = label.description && h('p', { class: 'subtext', id: `${control.id}-hint` }, label.description)
  if (hint) control.setAttribute('aria-describedby', hint.id)
  const star = needed(one) && h('span', { class: 'star', 'aria-hidden': 'true' }, ' *')
  return h('div', { class: 'field' }, h('label', { for: control.id }, label.text, star), hint, control)
}

function textInput(one, label) {
  const long = one.style === 2
  const control = h(long ? 'textarea' : 'input', {
    ...(long ? { rows: 4 } : { type: 'text' }),
    required: needed(one),
    minlength: one.min_length || undefined,
    maxlength: one.max_length ?? 4000,
    placeholder: one.placeholder,
  })
  control.value = one.value ?? ''
  return { element: described(label, control, one), values: () => control.value }
}

function select(one, label, options) {
  const multiple = (one.max_values ?? 1) > 1
  const control = h(
    'select',
    { multiple, required: needed(one) },
    !multiple && h('option', { value: '' }, one.placeholder ?? 'Make a selection'),
    ...options.map((option) => h('option', { value: option.value, selected: option.default }, option.label)),
  )
  const values = () => [...control.selectedOptions].map((option) => option.value).filter((value) => value)
  return { element: described(label, control, one), values }
}

function choiceGroup(one, label, type) {
  const name = `field-${++fieldNumber}`
  const inputs = one.options.map((option) => ({
    option,
    input: h('input', {
      type,
      name,
      value: option.value,
      checked: option.default,
      required: type === 'radio' && needed(one),
    }),
  }))
  const rows = inputs.map(({ option, input }) =>
    h(
      'label',
      { class: 'choice' },
      input,
      h('span', {}, option.label, option.description && h('small', {}, option.description)),
    ),
  )
  const legend = h('legend', {}, label.text, needed(one) && h('span', { class: 'star', 'aria-hidden': 'true' }, ' *'))
  const element = h(
    'fieldset',
    { class: 'field' },
    legend,
    label.description && h('p', { class: 'subtext' }, label.description),
    ...rows,
  )
  const values = () => inputs.filter(({ input }) => input.checked).map(({ option }) => option.value)
  return { element, values }
}

function checkbox(one, label) {
  const input = h('input', { type: 'checkbox', checked: one.default })
  const text = h('span', {}, label.text, label.description && h('small', {}, label.description))
  return { element: h('label', { class: 'choice field' }, input, text), values: () => String(input.checked) }
}

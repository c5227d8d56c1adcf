import { h, link, safeUrl } from './dom.js'
import { markdown } from './markdown.js'

const styles = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'link' }

const emojiOf = (emoji) => (emoji?.name ? `${emoji.name} ` : '')

/**
 * Message components by their type number. `view` has `press(component, values, element)`, `names` and `state`.
 * A new component of Discord's is one more entry here.
 */
const draw = {
  1: (row, view) => h('div', { class: 'row' }, ...components(row.components, view)),
  2: button,
  3: (select, view) => selectMenu(select, select.options, view),
  5: (select, view) => selectMenu(select, named(view.state.users), view),
  6: (select, view) => selectMenu(select, named(view.state.roles), view),
  7: (select, view) => selectMenu(select, named([...view.state.users, ...view.state.roles]), view),
  8: (select, view) => selectMenu(select, named(view.state.channels), view),
  9: (section, view) =>
    h(
      'div',
      { class: 'section' },
      h('div', { class: 'texts' }, ...components(section.components, view)),
      ...components([section.accessory], view),
    ),
  10: (text, view) => h('div', { class: 'text' }, markdown(text.content, view.names)),
  11: (thumbnail) => media(thumbnail),
  12: (gallery) => h('div', { class: 'gallery' }, ...gallery.items.map(media)),
  13: (file) => h('p', { class: 'file' }, link(file.file.url, file.name ?? file.file.url)),
  14: (line) => h('hr', { class: `${line.divider === false ? 'gap' : 'line'} ${line.spacing === 2 ? 'wide' : ''}` }),
  17: (container, view) => {
    const box = h('div', { class: 'container' }, ...components(container.components, view))
    if (container.accent_color != null)
      box.style.setProperty('--accent', `#${container.accent_color.toString(16).padStart(6, '0')}`)
    return box
  },
}

const named = (list) => list.map(({ id, name }) => ({ label: name, value: id }))

export const components = (list, view) =>
  (list ?? []).map(
    (one) => draw[one.type]?.(one, view) ?? h('p', { class: 'note' }, `Component ${one.type} is not drawn here`),
  )

function button(one, view) {
  const label = one.label ?? one.emoji?.name ?? 'Button'
  const shown = `${emojiOf(one.emoji)}${one.label ?? ''}`
  if (one.style === 5) {
    const href = safeUrl(one.url)
    return h('a', { class: 'button link', href, target: '_blank', rel: 'noreferrer noopener' }, shown, ' ↗')
  }
  const element = h(
    'button',
    { type: 'button', class: `button ${styles[one.style]}`, 'aria-label': label, disabled: one.disabled },
    shown,
  )
  element.addEventListener('click', () => view.press(one, undefined, element))
  return element
}

function selectMenu(one, options, view) {
  const label = one.placeholder ?? 'Make a selection'
  const multiple = (one.max_values ?? 1) > 1
  const menu = h(
    'select',
    { 'aria-label': label, multiple, disabled: one.disabled },
    !multiple && h('option', { value: '', disabled: true, selected: true, hidden: true }, label),
    ...options.map((option) => h('option', { value: option.value, selected: option.default }, option.label)),
  )
  const values = () => [...menu.selectedOptions].map((option) => option.value)
  if (!multiple) menu.addEventListener('change', () => view.press(one, values(), menu))
  const apply = multiple && h('button', { type: 'button', class: 'button secondary' }, 'Apply')
  if (apply) apply.addEventListener('click', () => view.press(one, values(), apply))
  return h('div', { class: 'select' }, menu, apply)
}

// Pictures from elsewhere are not loaded: the page contacts no other host.
const media = (item) =>
  h(
    'p',
    { class: 'file' },
    item.spoiler ? 'Picture (spoiler): ' : 'Picture: ',
    link(item.media.url, item.description ?? item.media.url),
  )

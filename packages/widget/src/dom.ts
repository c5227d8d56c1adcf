type Attribute = string | boolean | undefined | ((event: Event) => void)
export type Child = Node | string | undefined | false

/** An element with attributes, listeners (`onclick`) and children. Text stays text: nothing here parses markup. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Attribute>,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.filter((child) => child !== undefined && child !== false))
  return element
}

export const button = (label: string, onclick: () => void, attributes: Record<string, Attribute> = {}) =>
  h('button', { type: 'button', part: 'button', ...attributes, onclick }, label)

/** Moves focus without jumping, then shows just as much as is needed. */
export function focusOn(element: HTMLElement): void {
  element.focus({ preventScroll: true })
  element.scrollIntoView({ block: 'nearest' })
}

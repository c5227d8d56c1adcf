import type { Issue } from '../rest/discord-error.ts'
import type { PlacedComponent, RawComponent } from '../state/components.ts'

type ComponentRule = (placed: PlacedComponent) => Issue[]

const button = 2
const actionRow = 1
const selects = [3, 5, 6, 7, 8]

const issue = (placed: PlacedComponent, field: string, code: string, message: string): Issue[] => [
  { path: [...placed.path, field], code, message },
]

const buttonShowsSomething: ComponentRule = (placed) =>
  placed.component.type === button && placed.component.style !== 6 && !placed.component.label && !placed.component.emoji
    ? issue(placed, 'label', 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button needs a label or an emoji')
    : []

const buttonHasOneTarget: ComponentRule = (placed) => {
  const { type, style, url, custom_id, sku_id } = placed.component as RawComponent & { sku_id?: string }
  if (type !== button) return []
  if (style === 5) {
    if (!url) return issue(placed, 'url', 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required for link buttons')
    if (custom_id)
      return issue(placed, 'custom_id', 'BUTTON_COMPONENT_CUSTOM_ID_FORBIDDEN', 'A link button takes no custom id')
    return []
  }
  if (style === 6) return sku_id ? [] : issue(placed, 'sku_id', 'BASE_TYPE_REQUIRED', 'A premium button needs a sku_id')
  if (!custom_id) return issue(placed, 'custom_id', 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id required')
  return url ? issue(placed, 'url', 'BUTTON_COMPONENT_URL_FORBIDDEN', 'Only link buttons take a url') : []
}

const rowHoldsButtonsOrOneSelect: ComponentRule = (placed) => {
  const { type, components = [] } = placed.component
  if (type !== actionRow || !Array.isArray(components)) return []
  const chosen = components.filter((component) => selects.includes(component?.type)).length
  return chosen > 1 || (chosen === 1 && components.length > 1)
    ? issue(placed, 'components', 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'A row holds up to five buttons, or one select')
    : []
}

const optionsAreDistinct: ComponentRule = (placed) => {
  const options = placed.component.options
  if (!Array.isArray(options)) return []
  const values = options.map((option) => option?.value)
  const twice = values.findIndex((value, index) => values.indexOf(value) !== index)
  return twice < 0
    ? []
    : issue(
        placed,
        'options',
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        `Option value "${values[twice]}" is used twice`,
      )
}

const rangeIsPossible: ComponentRule = (placed) => {
  const {
    min_values: min = 1,
    max_values: max = 1,
    options,
  } = placed.component as RawComponent & Record<string, number>
  if (placed.component.max_values === undefined && placed.component.min_values === undefined) return []
  if (Number(min) > Number(max)) return issue(placed, 'min_values', 'SELECT_RANGE', 'min_values is above max_values')
  return Array.isArray(options) && Number(max) > options.length
    ? issue(placed, 'max_values', 'SELECT_RANGE', `max_values is ${max}, but there are ${options.length} options`)
    : []
}

/** Rules about one component, for messages and modals alike. Add one here. */
export const componentRules: ComponentRule[] = [
  buttonShowsSomething,
  buttonHasOneTarget,
  rowHoldsButtonsOrOneSelect,
  optionsAreDistinct,
  rangeIsPossible,
]

/** Rules about all components together: nothing may be named twice. */
export function duplicates(placed: PlacedComponent[]): Issue[] {
  const repeated = (key: 'custom_id' | 'id', code: string, message: string): Issue[] => {
    const seen = new Set<unknown>()
    return placed.flatMap(({ component, path }) => {
      const value = component[key]
      if (!value) return []
      if (seen.has(value)) return [{ path: [...path, key], code, message }]
      seen.add(value)
      return []
    })
  }
  return [
    ...repeated('custom_id', 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated'),
    ...repeated('id', 'COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated'),
  ]
}

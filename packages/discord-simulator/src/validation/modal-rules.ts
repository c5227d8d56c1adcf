import type { Issue } from '../rest/discord-error.ts'
import { flatten, type PlacedComponent, type RawComponent } from '../state/components.ts'
import { componentRules, duplicates } from './component-rules.ts'

type ModalRule = (components: RawComponent[], placed: PlacedComponent[]) => Issue[]

const textInput = 4

const atMostFive: ModalRule = (components) =>
  components.length > 5
    ? [{ path: ['data', 'components'], code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be between 1 and 5 in length.' }]
    : []

const labelledOnce: ModalRule = (_, placed) =>
  placed.flatMap(({ component, path, parent }) => {
    if (component.type !== textInput) return []
    const inLabel = parent?.type === 18
    if (inLabel && component.label)
      return [
        {
          path: [...path, 'label'],
          code: 'COMPONENT_LABEL_FORBIDDEN',
          message: 'Inside a Label an input has no label',
        },
      ]
    if (!inLabel && !component.label)
      return [{ path: [...path, 'label'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }]
    return []
  })

const oneInputPerRow: ModalRule = (_, placed) =>
  placed.flatMap(({ component, path }) =>
    component.type === 1 && (component.components?.length ?? 0) > 1
      ? [
          {
            path: [...path, 'components'],
            code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
            message: 'A row holds one text input',
          },
        ]
      : [],
  )

const lengthsArePossible: ModalRule = (_, placed) =>
  placed.flatMap(({ component, path }) => {
    const { min_length: min = 0, max_length: max = 4000, value = '' } = component as Record<string, unknown>
    if (component.type !== textInput) return []
    if (Number(min) > Number(max))
      return [{ path: [...path, 'min_length'], code: 'TEXT_INPUT_RANGE', message: 'min_length is above max_length' }]
    return String(value ?? '').length > Number(max)
      ? [{ path: [...path, 'value'], code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${max} or fewer in length.` }]
      : []
  })

const modalRules: ModalRule[] = [
  atMostFive,
  labelledOnce,
  oneInputPerRow,
  lengthsArePossible,
  (_, placed) => duplicates(placed),
  (_, placed) => placed.flatMap((one) => componentRules.flatMap((rule) => rule(one))),
]

/** What a modal may not be, beyond the schema; paths start at the callback's `data`. */
export function modalIssues(components: RawComponent[]): Issue[] {
  const placed = flatten(components, ['data', 'components'])
  return modalRules.flatMap((rule) => rule(components, placed))
}

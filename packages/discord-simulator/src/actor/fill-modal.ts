import { flatten, type RawComponent } from '../state/components.ts'
import type { SimModal } from '../state/interactions.ts'

export type ModalValues = Record<string, string | string[]>

/** A modal's submitted components. Fields are named by custom_id or label; what a real client would refuse is refused. */
export function fillModal(modal: SimModal, values: ModalValues): RawComponent[] {
  const used = new Set<string>()
  const labelled = flatten(modal.components)
  const labels = new Map(labelled.map(({ component, parent }) => [component, parent?.label ?? component.label]))

  const take = (component: RawComponent): string | string[] | undefined => {
    const names = [component.custom_id, labels.get(component)].filter((name): name is string => Boolean(name))
    const name = names.find((candidate) => candidate in values)
    if (name) used.add(name)
    return name === undefined ? undefined : values[name]
  }
  const filled = modal.components.map((component) => submitted(component, take, labels))
  const unknown = Object.keys(values).filter((name) => !used.has(name))
  if (unknown.length) {
    const known = labelled.flatMap(({ component }) => component.custom_id ?? []).join(', ')
    throw new Error(`The modal "${modal.title}" has no field ${unknown.join(', ')}; it has ${known}`)
  }
  return filled
}

type Take = (component: RawComponent) => string | string[] | undefined
type Labels = Map<RawComponent, string | undefined>

function submitted(component: RawComponent, take: Take, labels: Labels): RawComponent {
  const { type, id, custom_id } = component
  const base = { type, ...(id !== undefined && { id }) }
  if (component.components)
    return { ...base, components: component.components.map((one) => submitted(one, take, labels)) }
  if (component.component) return { ...base, component: submitted(component.component, take, labels) }
  if (!custom_id) return base
  const name = labels.get(component) ?? custom_id
  return { ...base, custom_id, ...answer(component, take(component), name) }
}

/** What each kind of field submits, given or by its defaults. */
function answer(component: RawComponent, given: string | string[] | undefined, name: string): Record<string, unknown> {
  const list = given === undefined ? undefined : Array.isArray(given) ? given : [given]
  const defaults = (component.options ?? []).filter((option) => option.default).map((option) => option.value)
  switch (component.type) {
    case 4:
      return { value: text(component, list?.[0] ?? String(component.value ?? ''), name) }
    case 21: {
      const [value = null] = chosen(component, list ?? defaults, name)
      return { value }
    }
    case 23:
      return { value: list ? list[0] === 'true' : component.default === true }
    default:
      return { values: chosen(component, list ?? defaults, name) }
  }
}

function text(component: RawComponent, value: string, name: string): string {
  const { required = true, min_length: min = 0, max_length: max = 4000 } = component as Record<string, unknown>
  if (required !== false && value === '') throw new Error(`"${name}" is required`)
  if (value.length > Number(max)) throw new Error(`"${name}" takes ${max} characters, ${value.length} were given`)
  if (value !== '' && value.length < Number(min)) throw new Error(`"${name}" needs ${min} characters or more`)
  return value
}

function chosen(component: RawComponent, values: string[], name: string): string[] {
  const { required = true, options, max_values: max = 1 } = component as RawComponent & { max_values?: number }
  if (required !== false && component.min_values !== 0 && values.length === 0) throw new Error(`"${name}" is required`)
  if (values.length > Number(max)) throw new Error(`"${name}" takes ${max} answers, ${values.length} were given`)
  const foreign = options && values.find((value) => !options.some((option) => option.value === value))
  if (foreign !== undefined && foreign)
    throw new Error(`"${name}" offers ${options?.map((option) => option.value).join(', ')}, not ${foreign}`)
  return values
}

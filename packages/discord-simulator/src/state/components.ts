/** A message or modal component as it comes over the wire, before anybody has checked it. */
export interface RawComponent {
  type: number
  id?: number
  custom_id?: string
  label?: string
  content?: string
  url?: string
  style?: number
  emoji?: { name?: string | null }
  disabled?: boolean
  required?: boolean
  components?: RawComponent[]
  component?: RawComponent
  accessory?: RawComponent
  options?: { label: string; value: string; default?: boolean }[]
  [key: string]: unknown
}

export interface PlacedComponent {
  component: RawComponent
  path: (string | number)[]
  parent?: RawComponent
}

const isComponent = (value: unknown): value is RawComponent => typeof value === 'object' && value !== null

/** Every component with its place, parents first, nested ones included. */
export function flatten(
  components: unknown,
  path: (string | number)[] = ['components'],
  parent?: RawComponent,
): PlacedComponent[] {
  if (!Array.isArray(components)) return []
  return components.flatMap((component, index) => place(component, [...path, index], parent))
}

function place(component: unknown, path: (string | number)[], parent?: RawComponent): PlacedComponent[] {
  if (!isComponent(component)) return []
  return [
    { component, path, ...(parent && { parent }) },
    ...flatten(component.components, [...path, 'components'], component),
    ...place(component.component, [...path, 'component'], component),
    ...place(component.accessory, [...path, 'accessory'], component),
  ]
}

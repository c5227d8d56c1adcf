import type { APIMessage } from 'discord-api-types/v10'
import { flatten, type RawComponent } from '../state/components.ts'

const pressable = [2, 3, 5, 6, 7, 8]

/** The button or select a person means: its label (a select's placeholder), or how its custom_id begins. */
export function findPressable(message: APIMessage, wanted: string): RawComponent {
  const all = flatten(message.components)
    .map(({ component }) => component)
    .filter((component) => pressable.includes(component.type))
  const found =
    all.find((component) => nameOf(component) === wanted) ??
    all.find((component) => component.custom_id?.startsWith(wanted))
  const there = all.map((component) => `"${nameOf(component)}"`).join(', ') || 'nothing to press'
  if (!found) throw new Error(`Message ${message.id} has no button "${wanted}"; it has ${there}`)
  if (found.disabled) throw new Error(`"${nameOf(found)}" on message ${message.id} is disabled`)
  if (!found.custom_id) throw new Error(`"${nameOf(found)}" on message ${message.id} is a link to ${found.url}`)
  return found
}

const nameOf = (component: RawComponent): string =>
  component.label ?? String(component.placeholder ?? component.emoji?.name ?? component.custom_id ?? '')

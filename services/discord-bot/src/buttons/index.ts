import { approve } from './approve.ts'
import type { Button } from './button.ts'
import { reject } from './reject.ts'
import { spam } from './spam.ts'
import { undo } from './undo.ts'

/** Every button by the action its custom id names. */
export const buttons = { approve, reject, spam, undo } satisfies Record<string, Button>

export type Action = keyof typeof buttons

/** The button of an action; undefined for one that this version does not know. */
export const buttonOf = (action: string): Button | undefined =>
  Object.hasOwn(buttons, action) ? buttons[action as Action] : undefined

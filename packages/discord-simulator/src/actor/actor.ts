import type { APIMessage } from 'discord-api-types/v10'
import { apiUser, interactionContext } from '../state/api-objects.ts'
import type { DiscordState } from '../state/discord.ts'
import type { Interaction, SimModal } from '../state/interactions.ts'
import type { StoredMessage } from '../state/messages.ts'
import { canSee } from '../state/permissions.ts'
import { commandData } from './command-data.ts'
import { fillModal, type ModalValues } from './fill-modal.ts'
import { findPressable } from './find-component.ts'
import { type InteractionOutcome, outcomeOf } from './outcome.ts'

export type SimMessage = APIMessage

export interface PressOptions {
  /** What is chosen in a select. */
  values?: string[]
  /** Presses what the given message showed, though it has been edited since. */
  stale?: boolean
  /** Delivers the interaction twice. */
  duplicate?: boolean
  /** Delivers it this long after the press. */
  lateMs?: number
}

/** One member of the guild, as a test or the page acts for them. */
export interface SimActor {
  userId: string
  /** Presses a button or select by its label, or by how its custom_id begins; resolves when the bot answered or the 3 s window passed. */
  press(label: string, message: SimMessage | string, options?: PressOptions): Promise<InteractionOutcome>
  /** Fields by custom_id or label; a checkbox takes 'true' or 'false'. */
  submitModal(modal: SimModal, values: ModalValues): Promise<InteractionOutcome>
  /** A slash command (`queue`, `settings language`), or a message command with `{target: messageId}`. */
  command(name: string, options?: Record<string, unknown>): Promise<InteractionOutcome>
  autocomplete(name: string, focused: string, options: Record<string, unknown>): Promise<InteractionOutcome>
  /** What only this member sees, oldest first. */
  ephemerals(): SimMessage[]
  dismiss(messageId: string): void
  /** Deletes a message as a moderator may. */
  deleteMessage(messageId: string): void
}

export function createActor(state: DiscordState, userId: string, channelId: string): SimActor {
  const { world, messages, interactions, commands, feed } = state
  const user = world.users.find((candidate) => candidate.id === userId)
  if (!user) throw new Error(`No user ${userId} in the simulator's world`)

  const messageOf = (message: SimMessage | string): StoredMessage => {
    const id = typeof message === 'string' ? message : message.id
    const found = messages.all().find((candidate) => candidate.json.id === id)
    if (!found) throw new Error(`There is no message ${id} any more`)
    const hidden = found.ephemeralTo ? found.ephemeralTo !== userId : !canSee(world, found.json.channel_id, userId)
    if (hidden) throw new Error(`${user.displayName} cannot see message ${id}`)
    return found
  }

  function deliver(interaction: Interaction, data: unknown, times = 1): Promise<InteractionOutcome> {
    const context = interactionContext(world, userId, interaction.channelId, interaction.source?.json)
    const { id, token, type } = interaction
    for (let time = 0; time < times; time++)
      feed.emit({ kind: 'dispatch', event: 'INTERACTION_CREATE', data: { ...context, id, token, type, data } })
    return outcomeOf(state, interaction)
  }

  function call(type: 2 | 4, name: string, options: Record<string, unknown>, focused?: string) {
    const { command, data } = commandData(commands, { name, options, ...(focused && { focused }) })
    const target = command.type === 3 ? messageOf(String(options.target)) : undefined
    const person = command.type === 2 ? world.users.find((one) => one.id === options.target) : undefined
    const resolved = {
      ...(target && { messages: { [target.json.id]: target.json } }),
      ...(person && { users: { [person.id]: apiUser(person) } }),
    }
    const interaction = interactions.open({ type, userId, channelId, commandName: command.name })
    return deliver(interaction, target || person ? { ...data, resolved } : data)
  }

  return {
    userId,

    async press(label, message, { values, stale, duplicate, lateMs = 0 } = {}) {
      const source = messageOf(message)
      const shown = stale && typeof message !== 'string' ? message : source.json
      const component = findPressable(shown, label)
      const { custom_id, type, id } = component
      const interaction = interactions.open({ type: 3, userId, channelId: source.json.channel_id, source }, lateMs)
      const data = { custom_id, component_type: type, id, ...(type !== 2 && { values: values ?? [] }) }
      return deliver(interaction, data, duplicate ? 2 : 1)
    },

    async submitModal(modal, values) {
      const opener = interactions.byId(modal.interactionId)
      if (!opener || opener.userId !== userId) throw new Error(`${user.displayName} has no such modal open`)
      const components = fillModal(modal, values)
      const { channelId: openedIn, source } = opener
      const interaction = interactions.open({ type: 5, userId, channelId: openedIn, opener, ...(source && { source }) })
      return deliver(interaction, { custom_id: modal.custom_id, components })
    },

    async command(name, options = {}) {
      return call(2, name, options)
    },

    async autocomplete(name, focused, options) {
      return call(4, name, options, focused)
    },

    ephemerals: () =>
      messages
        .all()
        .filter((message) => message.ephemeralTo === userId)
        .map((message) => message.json),

    dismiss(messageId) {
      const message = messageOf(messageId)
      if (!message.ephemeralTo) throw new Error(`Message ${messageId} is not for ${user.displayName} alone`)
      messages.remove(message)
    },

    deleteMessage(messageId) {
      messages.remove(messageOf(messageId))
    },
  }
}

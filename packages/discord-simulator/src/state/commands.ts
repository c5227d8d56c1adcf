import type { World } from '../world.ts'
import type { Feed } from './feed.ts'

export interface StoredCommand {
  id: string
  name: string
  type: number
  guild_id?: string
  description: string
  default_member_permissions: string | null
  options?: CommandOption[]
  [key: string]: unknown
}

export interface CommandOption {
  name: string
  type: number
  description?: string
  required?: boolean
  autocomplete?: boolean
  choices?: { name: string; value: string | number }[]
  options?: CommandOption[]
}

export type CommandBody = Partial<StoredCommand> & { name: string }

export type Commands = ReturnType<typeof createCommands>

/** Application commands, global ones under the scope `null` and a guild's under its id. */
export function createCommands({ world, snowflake, feed }: { world: World; snowflake: () => string; feed: Feed }) {
  let stored: StoredCommand[] = []
  const inScope = (scope: string | null) => stored.filter((command) => (command.guild_id ?? null) === scope)
  const same = (scope: string | null, body: CommandBody) =>
    inScope(scope).find((command) => command.name === body.name && command.type === (body.type ?? 1))

  function shaped(scope: string | null, body: CommandBody, previous?: StoredCommand): StoredCommand {
    const permissions = body.default_member_permissions
    return {
      ...body,
      id: previous?.id ?? snowflake(),
      application_id: world.application.id,
      version: snowflake(),
      type: body.type ?? previous?.type ?? 1,
      description: body.description ?? '',
      default_member_permissions: permissions == null ? null : String(permissions),
      name_localizations: body.name_localizations ?? null,
      description_localizations: body.description_localizations ?? null,
      contexts: body.contexts ?? null,
      integration_types: body.integration_types ?? [0],
      nsfw: false,
      ...(scope && { guild_id: scope }),
    } as StoredCommand
  }

  return {
    list: inScope,
    get: (scope: string | null, id: string) => inScope(scope).find((command) => command.id === id),
    /** What a member of the guild can call: the guild's commands and the global ones. */
    usable: (name: string, type?: number) =>
      [...inScope(world.guild.id), ...inScope(null)].find(
        (command) => command.name === name && (type === undefined || command.type === type),
      ),
    usableAll: () => [...inScope(world.guild.id), ...inScope(null)],

    put(scope: string | null, bodies: CommandBody[]): StoredCommand[] {
      const replaced = bodies.map((body) => shaped(scope, body, same(scope, body)))
      stored = [...stored.filter((command) => (command.guild_id ?? null) !== scope), ...replaced]
      feed.emit({ kind: 'commands' })
      return replaced
    },
    upsert(scope: string | null, body: CommandBody): { command: StoredCommand; created: boolean } {
      const previous = same(scope, body)
      const command = shaped(scope, body, previous)
      stored = [...stored.filter((one) => one !== previous), command]
      feed.emit({ kind: 'commands' })
      return { command, created: !previous }
    },
    edit(command: StoredCommand, body: Partial<CommandBody>): StoredCommand {
      const edited = shaped(command.guild_id ?? null, { ...command, ...body }, command)
      stored = stored.map((one) => (one === command ? edited : one))
      feed.emit({ kind: 'commands' })
      return edited
    },
    remove(command: StoredCommand): void {
      stored = stored.filter((one) => one !== command)
      feed.emit({ kind: 'commands' })
    },
  }
}

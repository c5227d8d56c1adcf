import type { CommandOption, Commands, StoredCommand } from '../state/commands.ts'

export interface CommandInput {
  /** `queue`, or with subcommands `settings language`. */
  name: string
  options: Record<string, unknown>
  /** The option being typed, for autocomplete. */
  focused?: string
}

/** An interaction's `data` for a slash command; a message or user command takes `{target: id}`. */
export function commandData(commands: Commands, { name, options, focused }: CommandInput) {
  const [first = ''] = name.split(' ')
  const command = commands.usable(name) ?? commands.usable(first)
  if (!command) {
    const known = commands.usableAll().map((one) => one.name)
    throw new Error(`No command "${name}" is registered; there are: ${known.join(', ') || 'none'}`)
  }
  const base = {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guild_id && { guild_id: command.guild_id }),
  }
  if (command.type !== 1) return { command, data: { ...base, target_id: String(options.target) } }
  const path = command.name === name ? [] : name.split(' ').slice(1)
  return { command, data: { ...base, options: nested(command, path, options, focused) } }
}

function nested(
  parent: Pick<StoredCommand | CommandOption, 'name' | 'options'>,
  path: string[],
  given: Record<string, unknown>,
  focused?: string,
): unknown[] {
  const [next, ...rest] = path
  const declared = (parent.options ?? []) as CommandOption[]
  if (next !== undefined) {
    const child = declared.find((option) => option.name === next)
    if (!child) throw new Error(`"${parent.name}" has no subcommand "${next}"`)
    return [{ name: child.name, type: child.type, options: nested(child, rest, given, focused) }]
  }
  const unknown = Object.keys(given).find((name) => !declared.some((option) => option.name === name))
  if (unknown) throw new Error(`"${parent.name}" has no option "${unknown}"`)
  const missing = focused ? undefined : declared.find((option) => option.required && given[option.name] === undefined)
  if (missing) throw new Error(`"${parent.name}" needs the option "${missing.name}"`)
  return declared
    .filter((option) => given[option.name] !== undefined)
    .map(({ name, type }) => ({ name, type, value: given[name], ...(focused === name && { focused: true }) }))
}

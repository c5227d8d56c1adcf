import type { Issue } from '../rest/discord-error.ts'
import type { CommandBody, CommandOption } from '../state/commands.ts'

// Discord's documentation, "Application Command Naming".
const name = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u

/** What a command may not be, beyond the schema. */
export function commandIssues(body: CommandBody, path: (string | number)[] = []): Issue[] {
  const chatInput = (body.type ?? 1) === 1
  const issues: Issue[] = []
  const add = (field: string, code: string, message: string) => issues.push({ path: [...path, field], code, message })
  if (chatInput && !body.description) add('description', 'BASE_TYPE_REQUIRED', 'This field is required')
  if (!chatInput && body.description)
    add('description', 'APPLICATION_COMMAND_DESCRIPTION_FORBIDDEN', 'Context menu commands cannot have description')
  if (chatInput && !(name.test(body.name) && body.name === body.name.toLowerCase()))
    add('name', 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
  return [...issues, ...optionIssues(body.options ?? [], [...path, 'options'])]
}

function optionIssues(options: CommandOption[], path: (string | number)[]): Issue[] {
  let optionalSeen = false
  return options.flatMap((option, index) => {
    const issues: Issue[] = []
    const here = [...path, index]
    if (!name.test(option.name) || option.name !== option.name.toLowerCase())
      issues.push({
        path: [...here, 'name'],
        code: 'APPLICATION_COMMAND_INVALID_NAME',
        message: 'Command name is invalid',
      })
    if (options.findIndex((other) => other.name === option.name) !== index)
      issues.push({ path, code: 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID', message: 'Option names must be unique' })
    if (option.required && optionalSeen)
      issues.push({
        path: here,
        code: 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        message: 'Required options must be placed before non-required options',
      })
    if (option.autocomplete && option.choices?.length)
      issues.push({
        path: here,
        code: 'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE',
        message: 'Choices and autocomplete exclude each other',
      })
    optionalSeen ||= !option.required && option.type > 2
    return [...issues, ...optionIssues(option.options ?? [], [...here, 'options'])]
  })
}

/** Rules about a whole list, as PUT replaces it: names are unique per type, 100 chat input and 15 of each menu kind. */
export function commandListIssues(bodies: CommandBody[]): Issue[] {
  const single = bodies.flatMap((body, index) => commandIssues(body, [index]))
  const repeated = bodies.flatMap((body, index) => {
    const same = (other: CommandBody) => other.name === body.name && (other.type ?? 1) === (body.type ?? 1)
    return bodies.findIndex(same) === index
      ? []
      : [
          {
            path: [index, 'name'],
            code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
            message: 'Application command names must be unique',
          },
        ]
  })
  const most = { 1: 100, 2: 15, 3: 15 } as Record<number, number>
  const crowded = Object.entries(most).flatMap(([type, max]) =>
    bodies.filter((body) => (body.type ?? 1) === Number(type)).length > max
      ? [{ path: [], code: 'APPLICATION_COMMANDS_MAX', message: `At most ${max} commands of type ${type}` }]
      : [],
  )
  return [...single, ...repeated, ...crowded]
}

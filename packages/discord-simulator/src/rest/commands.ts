import {
  ApplicationCommandCreateRequestSchema,
  ApplicationCommandPatchRequestPartialSchema,
  ApplicationCommandUpdateRequestSchema,
} from 'discord-api-spec/zod'
import { array } from 'zod/mini'
import type { CommandBody } from '../state/commands.ts'
import { commandIssues, commandListIssues } from '../validation/command-rules.ts'
import { expectApplication, expectGuild } from './access.ts'
import { unknownCommand } from './discord-error.ts'
import type { Call, Route } from './route.ts'

function scopeOf(call: Call): string | null {
  expectApplication(call)
  if (call.params.guild) expectGuild(call)
  return call.params.guild ?? null
}

function commandOf(call: Call) {
  const command = call.state.commands.get(scopeOf(call), call.params.command ?? '')
  if (!command) throw unknownCommand()
  return command
}

const commandList = array(ApplicationCommandUpdateRequestSchema)

const routesUnder = (path: string): Route[] => [
  { method: 'GET', path, auth: 'bot', handle: (call) => ({ body: call.state.commands.list(scopeOf(call)) }) },
  {
    method: 'PUT',
    path,
    auth: 'bot',
    handle(call) {
      const scope = scopeOf(call)
      return { body: call.state.commands.put(scope, call.check<CommandBody[]>(commandList, commandListIssues)) }
    },
  },
  {
    method: 'POST',
    path,
    auth: 'bot',
    handle(call) {
      const scope = scopeOf(call)
      const body = call.check<CommandBody>(ApplicationCommandCreateRequestSchema, commandIssues)
      const { command, created } = call.state.commands.upsert(scope, body)
      return { status: created ? 201 : 200, body: command }
    },
  },
  { method: 'GET', path: `${path}/:command`, auth: 'bot', handle: (call) => ({ body: commandOf(call) }) },
  {
    method: 'PATCH',
    path: `${path}/:command`,
    auth: 'bot',
    handle(call) {
      const command = commandOf(call)
      const body = call.check<Partial<CommandBody>>(ApplicationCommandPatchRequestPartialSchema, (change) =>
        commandIssues({ ...command, ...change }),
      )
      return { body: call.state.commands.edit(command, body) }
    },
  },
  {
    method: 'DELETE',
    path: `${path}/:command`,
    auth: 'bot',
    handle(call) {
      call.state.commands.remove(commandOf(call))
      return { status: 204 }
    },
  },
]

export const commandRoutes: Route[] = [
  ...routesUnder('/applications/:application/commands'),
  ...routesUnder('/applications/:application/guilds/:guild/commands'),
]

import { apiChannel, apiGuild, apiMember, apiRole } from '../state/api-objects.ts'
import { channelFor, expectGuild } from './access.ts'
import { unknownMember, unknownRole } from './discord-error.ts'
import type { Call, Reply, Route } from './route.ts'

const inGuild =
  (answer: (call: Call) => unknown) =>
  (call: Call): Reply => {
    expectGuild(call)
    return { body: answer(call) }
  }

const read = (path: string, handle: Route['handle']): Route => ({ method: 'GET', path, auth: 'bot', handle })

export const guildRoutes: Route[] = [
  read(
    '/guilds/:guild',
    inGuild(({ state }) => apiGuild(state.world)),
  ),
  read(
    '/guilds/:guild/channels',
    inGuild(({ state }) => state.world.channels.map((channel) => apiChannel(state.world, channel))),
  ),
  read(
    '/guilds/:guild/roles',
    inGuild(({ state }) => state.world.roles.map(apiRole)),
  ),
  read(
    '/guilds/:guild/roles/:role',
    inGuild(({ state, params }) => {
      const role = state.world.roles.findIndex((candidate) => candidate.id === params.role)
      if (role < 0) throw unknownRole()
      return apiRole(state.world.roles[role]!, role)
    }),
  ),
  read(
    '/guilds/:guild/members',
    inGuild(({ state, query }) => state.world.users.slice(0, Number(query.get('limit') ?? 1)).map(apiMember)),
  ),
  read(
    '/guilds/:guild/members/:user',
    inGuild(({ state, params }) => {
      const id = params.user === '@me' ? state.world.application.id : params.user
      const user = state.world.users.find((candidate) => candidate.id === id)
      if (!user) throw unknownMember()
      return apiMember(user)
    }),
  ),
  read('/channels/:channel', (call) => ({ body: apiChannel(call.state.world, channelFor(call)) })),
]

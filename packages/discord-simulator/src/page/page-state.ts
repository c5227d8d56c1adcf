import type { SimRequest } from '../rest/route.ts'
import { canSee, permissionsIn } from '../state/permissions.ts'
import type { PageDeps } from './page.ts'

const shownMessages = 200
const shownRequests = 60

/** All the page shows to one member. */
export function pageState({ state, gateway, log }: Pick<PageDeps, 'state' | 'gateway' | 'log'>, asked?: string) {
  const { world, messages, commands } = state
  const people = world.users.filter((user) => !user.bot)
  const me = people.find((user) => user.id === asked) ?? people[0]
  const channel = world.channels[0]
  if (!me || !channel) throw new Error('The simulator’s world needs a channel and a person')
  const sees = canSee(world, channel.id, me.id)
  const permissions = permissionsIn(world, channel.id, me.id)
  const visible = messages
    .all()
    .filter(({ json, ephemeralTo }) => json.channel_id === channel.id && (ephemeralTo ? ephemeralTo === me.id : sees))
  const mayCall = (needed: string | null) => needed === null || (permissions & BigInt(needed)) === BigInt(needed)
  const roleName = (id: string) => world.roles.find((role) => role.id === id)?.name ?? id

  return {
    guild: world.guild.name,
    channel: { id: channel.id, name: channel.name, topic: channel.topic ?? '' },
    channels: world.channels.map(({ id, name }) => ({ id, name })),
    roles: world.roles.map(({ id, name }) => ({ id, name })),
    users: world.users.map(({ id, displayName }) => ({ id, name: displayName })),
    people: people.map(({ id, displayName, roles }) => ({ id, name: displayName, roles: roles.map(roleName) })),
    me: { id: me.id, name: me.displayName, sees, moderates: permissions !== 0n && me.roles.length > 0 },
    bot: { name: world.application.name, online: gateway.online > 0 },
    messages: visible.slice(-shownMessages).map(({ json }) => json),
    commands: commands.usableAll().filter((command) => mayCall(command.default_member_permissions)),
    requests: log.requests.slice(-shownRequests).map(summary).reverse(),
    violations: log.violations.slice(-20).reverse(),
  }
}

// The path of an interaction holds its token, so the template is shown.
const summary = ({ atMs, method, route, status, code, valid }: SimRequest) => ({
  atMs,
  method,
  route,
  status,
  code,
  valid,
})

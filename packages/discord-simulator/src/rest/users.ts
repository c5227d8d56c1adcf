import { apiUser } from '../state/api-objects.ts'
import { unknownApplication } from './discord-error.ts'
import type { Call, Route } from './route.ts'

function botUser(call: Call) {
  const { world } = call.state
  const user = world.users.find((candidate) => candidate.id === world.application.id)
  if (!user) throw unknownApplication()
  return apiUser(user)
}

function application(call: Call) {
  const { application: app } = call.state.world
  return {
    id: app.id,
    name: app.name,
    icon: null,
    description: '',
    type: null,
    bot: botUser(call),
    owner: botUser(call),
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    flags_new: '0',
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
  }
}

export const userRoutes: Route[] = [
  { method: 'GET', path: '/users/@me', auth: 'bot', handle: (call) => ({ body: botUser(call) }) },
  { method: 'GET', path: '/applications/@me', auth: 'bot', handle: (call) => ({ body: application(call) }) },
  { method: 'GET', path: '/oauth2/applications/@me', auth: 'bot', handle: (call) => ({ body: application(call) }) },
  { method: 'GET', path: '/gateway', auth: 'token-in-path', handle: (call) => ({ body: { url: call.gatewayUrl } }) },
  {
    method: 'GET',
    path: '/gateway/bot',
    auth: 'bot',
    handle: (call) => ({
      body: { url: call.gatewayUrl, shards: 1, session_start_limit: call.sessionStartLimit() },
    }),
  },
]

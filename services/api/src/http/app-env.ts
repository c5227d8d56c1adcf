import type { HttpBindings } from '@hono/node-server'
import type { Moderator } from '@tertulia/comments'

/** What Hono carries with each request. */
export interface AppEnv {
  Bindings: HttpBindings
  Variables: { requestId: string; moderator: Moderator }
}

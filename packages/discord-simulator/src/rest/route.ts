import type { ZodMiniType } from 'zod/mini'
import type { UploadedFile } from '../state/attachments.ts'
import type { DiscordState } from '../state/discord.ts'
import type { Issue } from './discord-error.ts'
import type { RateLimits } from './rate-limit.ts'

/** One REST route as data. A resource file lists its own; app.ts serves them all alike. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As in Discord's documentation, with `:name` for a parameter. */
  path: string
  /** `token-in-path`: interaction and webhook routes carry their own secret and no bot token. */
  auth: 'bot' | 'token-in-path'
  /** The route's own bucket; 50 a second where absent, `none` for interaction callbacks. */
  limit?: { max: number; windowMs: number } | 'none'
  handle(call: Call): Reply | Promise<Reply>
}

export interface Reply {
  status?: number
  body?: unknown
}

/** One request to a route, parsed and authorised. */
export interface Call {
  state: DiscordState
  limits: RateLimits
  gatewayUrl: string
  sessionStartLimit(): { total: number; remaining: number; reset_after: number; max_concurrency: number }
  params: Record<string, string>
  query: URLSearchParams
  body: unknown
  files: UploadedFile[]
  /** The body, checked against Discord's schema and then the given rules; faults are recorded and answered 400, 50035. */
  check<T>(schema: ZodMiniType, rules?: (body: T) => Issue[]): T
  /** Records a fault that Discord answers with an error of its own. */
  report(violation: { kind: ViolationKind; at?: string; code?: string; message: string }): void
  /** Records "would ping" unless nothing in the message can mention anybody. */
  expectNoPings(allowedMentions: unknown): void
}

export type ViolationKind = 'schema' | 'semantic' | 'would-ping' | 'unknown-route' | 'unchecked-body'

/** Something a client did that Discord refuses, or that would have disturbed people. */
export interface Violation {
  kind: ViolationKind
  method: string
  route: string
  path: string
  /** Where in the body, `components.0.components.1.custom_id`; empty for the whole of it. */
  at: string
  code: string
  message: string
}

export interface SimRequest {
  atMs: number
  method: string
  /** The route's template; the bare path where no route matched. */
  route: string
  path: string
  body: unknown
  /** 0 while it is being answered, or when a fault cut the line before. */
  status: number
  /** Discord's error code, where the answer had one. */
  code?: number
  valid: boolean
  /** Properties that Discord's schemas do not know and Discord ignores. */
  warnings: string[]
}

import type { OpenAPIHono } from '@hono/zod-openapi'
import { ProblemBody, type ProblemSlug, problems } from '@tertulia/contract'
import type { Context as HonoContext } from 'hono'
import { z } from 'zod'
import type { AppEnv } from './app-env.ts'
import { parseOr422, readJson } from './read-json.ts'

type App = OpenAPIHono<AppEnv>
type Shape = z.ZodObject

/** What a route takes and may answer: parsed once with these schemas, and described with them in /openapi.json. */
export interface Description<Params extends Shape, Query extends Shape, Body extends z.ZodType> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** with `{name}` for parameters, as OpenAPI writes them */
  path: string
  summary: string
  /** how the caller says who they are */
  security?: 'receipt' | 'author' | 'moderator'
  params?: Params
  query?: Query
  body?: Body
  answers: Record<number, { description: string; schema?: z.ZodType; type?: string }>
  problems?: readonly ProblemSlug[]
}

export interface Parsed<Params, Query, Body> {
  c: HonoContext<AppEnv>
  params: Params
  query: Query
  body: Body
}

const none = z.object({})

/** Adds a route: describes it, parses its input, and hands the handler what was parsed. */
export function endpoint<
  Params extends Shape = typeof none,
  Query extends Shape = typeof none,
  Body extends z.ZodType = typeof none,
>(
  app: App,
  route: Description<Params, Query, Body>,
  handler: (input: Parsed<z.output<Params>, z.output<Query>, z.output<Body>>) => Response | Promise<Response>,
): void {
  describe(app, route)
  const params = route.params ?? none
  const query = route.query ?? none
  app.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) =>
    handler({
      c,
      params: parseOr422(params, c.req.param()) as z.output<Params>,
      query: parseOr422(query, c.req.query()) as z.output<Query>,
      body: (route.body ? await readJson(c.req.raw, route.body) : {}) as z.output<Body>,
    }),
  )
}

function describe(app: App, route: Description<Shape, Shape, z.ZodType>): void {
  const statuses = new Map<number, ProblemSlug[]>()
  for (const slug of [...(route.problems ?? []), 'internal-error', 'unavailable'] as const) {
    const { status } = problems[slug]
    statuses.set(status, [...(statuses.get(status) ?? []), slug])
  }
  const answers = Object.entries(route.answers).map(([status, { description, schema, type = 'application/json' }]) => [
    status,
    { description, ...(schema ? { content: { [type]: { schema } } } : {}) },
  ])
  const failures = [...statuses].map(([status, slugs]) => [
    status,
    { description: slugs.join(' · '), content: { 'application/problem+json': { schema: ProblemBody } } },
  ])
  app.openAPIRegistry.registerPath({
    method: route.method,
    path: route.path,
    summary: route.summary,
    ...(route.security ? { security: [{ [route.security]: [] }] } : {}),
    request: {
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { query: route.query } : {}),
      ...(route.body ? { body: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
    },
    responses: Object.fromEntries([...answers, ...failures]),
  })
}

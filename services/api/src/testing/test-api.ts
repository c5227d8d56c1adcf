import type { SiteConfig } from '@tertulia/comments'
import { test as base } from '@tertulia/comments/testing'
import { ProblemBody } from '@tertulia/contract'
import { pino } from 'pino'
import { expect } from 'vitest'
import { type ApiApp, createApp } from '../app.ts'
import { serveApi } from '../serve-api.ts'

export const adminKey = 'a-bootstrap-key-for-tests-0123456789'
export const publicUrl = 'http://localhost:8787'

/** vitest's `test` with the API on a real socket: `api` for in-process requests, `address` for those over the wire. */
export const test = base
  .extend('app', { scope: 'file' }, async ({ tertulia }, { onCleanup }) => {
    const app = await createApp({ tertulia, publicUrl, adminKey, log: pino({ level: 'silent' }) })
    onCleanup(() => app.stop())
    return app
  })
  .extend('address', { scope: 'file' }, async ({ app }, { onCleanup }) => {
    const server = await serveApi(app, { port: 0, host: '127.0.0.1', log: pino({ level: 'silent' }) })
    onCleanup(() => server.close())
    return `http://127.0.0.1:${server.port}`
  })

export type Api = ApiApp

export const pagePath = (site: SiteConfig, page = '/post'): string =>
  `/v1/sites/${site.id}/pages/${encodeURIComponent(page)}/comments`

export const newComment = (text = 'A thoughtful remark.', rest: Record<string, unknown> = {}) => ({
  text,
  author: { name: 'Ana' },
  page: { url: 'https://blog.example/post' },
  ...rest,
})

/** A POST with a JSON body. */
export const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

export const asAdmin = { authorization: `Bearer ${adminKey}` }

/** Asserts a problem answer and returns its body. */
export async function problemOf(response: Response, status: number, slug: string): Promise<ProblemBody> {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const body = ProblemBody.parse(await response.json())
  expect({ status: response.status, type: body.type }).toEqual({ status, type: `${publicUrl}/problems/${slug}` })
  return body
}

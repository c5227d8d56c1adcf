import { describe, expect } from 'vitest'
import { loadConfig } from './config.ts'
import { problemOf, test } from './testing/test-api.ts'

describe('the API itself', () => {
  test('is ready when database, change log and sites are there', async ({ address, site }) => {
    expect(site.id).toBeTruthy()
    expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${address}/readyz`)).json()).toEqual({ status: 'ready' })
  })

  test('answers an address that is none with a problem', async ({ address }) => {
    await problemOf(await fetch(`${address}/v1/nothing`), 404, 'not-found')
    await problemOf(await fetch(`${address}/v1/sites/%E0%A4%A/pages/x/comments`), 404, 'not-found')
  })

  test('describes every route it has, and no other, in OpenAPI 3.1', async ({ address, app }) => {
    const document = (await (await fetch(`${address}/openapi.json`)).json()) as {
      openapi: string
      paths: Record<string, Record<string, unknown>>
    }
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    const served = app.hono.routes
      .filter(({ method, path }) => method !== 'ALL' && !/^\/(docs|openapi|problems|widget)/.test(path))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect(document.openapi).toBe('3.1.0')
    expect(described.sort()).toEqual([...new Set(served)].sort())
  })

  test('has a page that reads it, with nothing from another host', async ({ address }) => {
    const page = await (await fetch(`${address}/docs`)).text()
    for (const [, source] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await fetch(new URL(source!, `${address}/docs`))).status, source).toBe(200)
    }
  })
})

describe('the environment', () => {
  test('is refused with every fault at once', () => {
    expect(() => loadConfig({ DATABASE_URL: 'mysql://x', TERTULIA_SECRET: 'short', PORT: 'eight' })).toThrow(
      /DATABASE_URL must start with postgresql:\/\/\nTERTULIA_SECRET must have at least 32 characters\nPORT /,
    )
  })
})

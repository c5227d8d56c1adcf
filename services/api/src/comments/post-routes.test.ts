import { existsSync, readFileSync } from 'node:fs'
import { addSite } from '@tertulia/comments/testing'
import { Posted } from '@tertulia/contract'
import { describe, expect } from 'vitest'
import { json, newComment, pagePath, problemOf, test } from '../testing/test-api.ts'

const threeLinks = 'http://a.example http://b.example http://c.example'

describe('POST /v1/sites/{site}/pages/{page}/comments', () => {
  test('201: what nothing speaks against is public at once', async ({ address, site }) => {
    const response = await fetch(address + pagePath(site), json(newComment()))
    expect(response.status).toBe(201)
    const posted = Posted.parse(await response.json())
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(posted.comment.status).toBe('approved')
  })

  test('202: a held comment and one rejected as spam get the same answer', async ({ address, site }) => {
    for (const text of [threeLinks, 'casino casino']) {
      const response = await fetch(address + pagePath(site), json(newComment(text)))
      expect(response.status).toBe(202)
      const { comment, receipt, ...rest } = Posted.parse(await response.json())
      expect({ comment: Object.keys(comment), receipt: receipt.length, rest }).toEqual({
        comment: ['id', 'status'],
        receipt: 43,
        rest: {},
      })
    }
  })

  test('a page key may hold anything an address can carry, %2F too', async ({ address, site }) => {
    for (const key of ['/2026/11/olá mundo?m=1#x', '%2F', 'a/../b', '7034159423456789', 'ñ'.repeat(512)]) {
      await fetch(address + pagePath(site, key), json(newComment()))
      const list = await (await fetch(address + pagePath(site, key))).json()
      expect(list).toMatchObject({ page: { key, commentCount: 1 } })
    }
  })

  test('400: a body that is not JSON, whatever it is', async ({ address, site }) => {
    const response = await fetch(address + pagePath(site), { ...json({}), body: '{"text": ' })
    expect((await problemOf(response, 400, 'malformed-request')).errors).toEqual([
      { pointer: '#', detail: 'is not valid JSON' },
    ])
  })

  test('401: an author key that is too short to be a secret', async ({ address, site }) => {
    await problemOf(
      await fetch(address + pagePath(site), json(newComment(), { authorization: 'Author short' })),
      401,
      'unauthorized',
    )
  })

  test('403: a page of another origin may not post, nor one without an origin of its own', async ({
    address,
    site,
  }) => {
    for (const origin of ['https://evil.example', 'null', 'https://blog.example.evil.example', 'http://blog.example']) {
      await problemOf(await fetch(address + pagePath(site), json(newComment(), { origin })), 403, 'forbidden')
    }
    const own = await fetch(address + pagePath(site), json(newComment(), { origin: 'https://blog.example' }))
    expect(own.status).toBe(201)
  })

  test('404: a site that is none', async ({ address, site }) => {
    await problemOf(await fetch(address + pagePath({ ...site, id: 'nobody' }), json(newComment())), 404, 'not-found')
  })

  test('409: a closed page', async ({ address, site, db }) => {
    await fetch(address + pagePath(site, '/closed'), json(newComment()))
    await db.updateTable('page').set({ open: false }).where('site', '=', site.id).execute()
    await problemOf(await fetch(address + pagePath(site, '/closed'), json(newComment())), 409, 'page-closed')
  })

  test('413: ten megabytes, with and without a Content-Length, are refused before they are read', async ({
    address,
    site,
  }) => {
    const body = 'x'.repeat(10_000_000)
    const stream = () => new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) })
    const sized = await fetch(address + pagePath(site), { ...json({}), body })
    await problemOf(sized, 413, 'too-large')
    const chunked = await fetch(address + pagePath(site), {
      ...json({}),
      body: stream(),
      duplex: 'half',
    } as RequestInit)
    await problemOf(chunked, 413, 'too-large')
  })

  test('415: another media type, and a compressed body', async ({ address, site }) => {
    for (const headers of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    ]) {
      await problemOf(
        await fetch(address + pagePath(site), { ...json(newComment()), headers }),
        415,
        'unsupported-media-type',
      )
    }
  })

  test.for([
    ['#/text', { text: '' }],
    ['#/text', { text: '\u200b \u3164' }],
    ['#/text', { text: 'x'.repeat(10_001) }],
    ['#/text', { text: 'a\u0000b' }],
    ['#/text', { text: 7 }],
    ['#/author/name', { author: { name: 'x'.repeat(81) } }],
    ['#/author/url', { author: { name: 'Ana', url: 'javascript:alert(1)' } }],
    ['#/author/email', { author: { name: 'Ana', email: 'a:b;' } }],
    ['#/page/url', { page: { url: 'https://elsewhere.example/' } }],
    ['#/parentId', { parentId: 'not-an-id' }],
    ['#/parentId', { parentId: '0198c0de-0000-7000-8000-000000000000' }],
    ['#/status', { status: 'approved' }],
    ['#/author/role', { author: { name: 'Ana', role: 'admin' } }],
    ['#/createdAt', { createdAt: '2001-01-01' }],
  ])('422 with a pointer to %s', async ([pointer, change], { address, site }) => {
    const response = await fetch(address + pagePath(site), json({ ...newComment(), ...(change as object) }))
    const { errors } = await problemOf(response, 422, 'invalid-request')
    expect(errors?.map((error) => error.pointer)).toContain(pointer)
  })

  test('422: the policy asks to reword, and a reused Idempotency-Key is noticed', async ({ address, site }) => {
    expect(
      (await problemOf(await fetch(address + pagePath(site), json(newComment('tiny'))), 422, 'revise')).detail,
    ).toBe('Please say more.')
    const key = { 'idempotency-key': crypto.randomUUID() }
    const first = await (await fetch(address + pagePath(site), json(newComment(), key))).json()
    expect(await (await fetch(address + pagePath(site), json(newComment(), key))).json()).toEqual(first)
    await problemOf(await fetch(address + pagePath(site), json(newComment('else'), key)), 422, 'idempotency-mismatch')
  })

  test('429: a visitor who posts more often than the site allows', async ({ address, tertulia }) => {
    const limited = await addSite(tertulia, { limits: { posts: { points: 2, seconds: 600 } } })
    const statuses: number[] = []
    for (let n = 0; n < 3; n++) statuses.push((await fetch(address + pagePath(limited), json(newComment()))).status)
    expect(statuses).toEqual([201, 201, 429])
    const refused = await fetch(address + pagePath(limited), json(newComment()))
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500)
    await problemOf(refused, 429, 'rate-limited')
  })
})

const bodies = new URL('../../../../../shared/data/security/raw-bodies/bodies.json', import.meta.url)

describe.skipIf(!existsSync(bodies))('hostile bodies (skipped: ../shared/data is not beside this checkout)', () => {
  const all: { name: string; base64: string }[] = existsSync(bodies) ? JSON.parse(readFileSync(bodies, 'utf8')) : []
  const rest = '"author":{"name":"Ana"},"page":{"url":"https://blog.example/post"}'

  // The file's field is called `body`; ours is `text`, among the other fields that a comment needs.
  const adapted = (base64: string): Buffer => {
    const raw = Buffer.from(base64, 'base64').toString('latin1')
    return Buffer.from(raw.replaceAll('"body":', `${rest},"text":`), 'latin1')
  }

  test('all 24 get a problem with a pointer, and nothing is stored', async ({ address, site, db }) => {
    expect(all).toHaveLength(24)
    for (const { name, base64 } of all) {
      const response = await fetch(address + pagePath(site), { ...json({}), body: adapted(base64) as never })
      const { status, headers } = response
      const body = (await response.json()) as { errors?: { pointer: string }[] }
      expect({
        name,
        status,
        type: headers.get('content-type'),
        pointed: body.errors?.[0]?.pointer.startsWith('#'),
      }).toEqual({
        name,
        status: expect.toSatisfy((value: number) => value >= 400 && value < 500),
        type: 'application/problem+json',
        pointed: true,
      })
    }
    expect(await db.selectFrom('comment').select('id').where('site', '=', site.id).execute()).toEqual([])
  })

  test('a body that claims to be compressed is not unpacked', async ({ address, site }) => {
    const { status } = await fetch(address + pagePath(site), {
      ...json({}, { 'content-encoding': 'gzip' }),
      body: Buffer.alloc(1_000),
    })
    expect(status).toBe(415)
  })
})

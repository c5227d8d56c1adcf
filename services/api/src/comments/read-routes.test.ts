import { CommentList, OwnComment, Posted, PublicComment } from '@tertulia/contract'
import { describe, expect } from 'vitest'
import { asAdmin, json, newComment, pagePath, problemOf, test } from '../testing/test-api.ts'

const absent = '0198c0de-0000-7000-8000-000000000000'

async function postTo(url: string, body: unknown): Promise<Posted> {
  return Posted.parse(await (await fetch(url, json(body))).json())
}

const approve = (address: string, id: string) =>
  fetch(`${address}/v1/moderation/comments/${id}/decisions`, json({ action: 'approve', revision: 1 }, asAdmin))

describe('GET /v1/sites/{site}/pages/{page}/comments', () => {
  test('200 in any origin, to be revalidated; 304 while nothing changed, in each encoding', async ({
    address,
    site,
  }) => {
    await postTo(address + pagePath(site), newComment())
    for (const encoding of ['identity', 'gzip', 'br']) {
      const headers = { 'accept-encoding': encoding, origin: 'https://anything.example' }
      const response = await fetch(address + pagePath(site), { headers })
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(CommentList.parse(await response.json()).comments).toHaveLength(1)
      const etag = response.headers.get('etag') ?? ''
      const again = await fetch(address + pagePath(site), { headers: { ...headers, 'if-none-match': etag } })
      expect({ encoding, status: again.status, body: await again.text() }).toEqual({ encoding, status: 304, body: '' })
    }
  })

  test('shows an approval within a second, and never a pending comment', async ({ address, site }) => {
    const list = async () =>
      CommentList.parse(await (await fetch(address + pagePath(site))).json()).comments.map(({ id }) => id)
    await postTo(address + pagePath(site), newComment('A first one.'))
    const before = await list()
    const { comment } = await postTo(address + pagePath(site), newComment('hold this'))
    expect(await list()).toEqual(before)
    await approve(address, comment.id)
    await expect.poll(list, { timeout: 1_000 }).toEqual([...before, comment.id])
  })

  test('a page nobody has seen reads as empty', async ({ address, site }) => {
    const list = CommentList.parse(await (await fetch(address + pagePath(site, '/unseen'))).json())
    expect(list).toMatchObject({
      page: { key: '/unseen', open: true, commentCount: 0 },
      comments: [],
      nextCursor: null,
    })
  })

  test('404 for a site that is none; 422 for a query that is none', async ({ address, site }) => {
    await problemOf(await fetch(address + pagePath({ ...site, id: 'nobody' })), 404, 'not-found')
    for (const query of ['limit=0', 'limit=51', 'limit=x', 'sort=best', 'cursor=nonsense']) {
      await problemOf(await fetch(`${address}${pagePath(site)}?${query}`), 422, 'invalid-request')
    }
  })
})

describe('GET /v1/comments/{id}', () => {
  test('200 for anybody if approved; by receipt for its author whatever its status', async ({ address, site }) => {
    const { comment } = await postTo(address + pagePath(site), newComment())
    PublicComment.parse(await (await fetch(`${address}/v1/comments/${comment.id}`)).json())
    const held = await postTo(address + pagePath(site), newComment('hold'))
    const own = await fetch(`${address}/v1/comments/${held.comment.id}`, {
      headers: { authorization: `Receipt ${held.receipt}` },
    })
    expect(own.headers.get('cache-control')).toBe('no-store')
    expect(OwnComment.parse(await own.json())).toMatchObject({ status: 'pending', text: 'hold' })
  })

  test('404 alike for a pending comment, a missing one, and a wrong receipt', async ({ address, site }) => {
    const held = await postTo(address + pagePath(site), newComment('hold'))
    const other = await postTo(address + pagePath(site), newComment('hold'))
    const asked = [
      fetch(`${address}/v1/comments/${held.comment.id}`),
      fetch(`${address}/v1/comments/${absent}`),
      fetch(`${address}/v1/comments/${held.comment.id}`, { headers: { authorization: `Receipt ${other.receipt}` } }),
      fetch(`${address}/v1/comments/${held.comment.id}/replies`),
      fetch(`${address}/v1/comments/${absent}/replies`),
    ]
    const answers = await Promise.all(
      (await Promise.all(asked)).map(async (response) => {
        const { instance: _, ...body } = await problemOf(response, 404, 'not-found')
        return { body, headers: [...response.headers.keys()] }
      }),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })
})

test('a preflight answers any origin, and every answer forbids sniffing and scripts', async ({ address, site }) => {
  const preflight = await fetch(address + pagePath(site), {
    method: 'OPTIONS',
    headers: { origin: 'https://x.example' },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toContain('Idempotency-Key')
  for (const path of [pagePath(site), '/healthz', '/nothing', '/docs']) {
    const { headers } = await fetch(address + path)
    expect({
      path,
      nosniff: headers.get('x-content-type-options'),
      csp: headers.get('content-security-policy'),
    }).toEqual({
      path,
      nosniff: 'nosniff',
      csp: expect.stringContaining("default-src 'none'"),
    })
  }
})

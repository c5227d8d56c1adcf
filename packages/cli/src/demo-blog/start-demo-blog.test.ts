import { describe, expect, onTestFinished, test } from 'vitest'
import { posts } from './posts.ts'
import { startDemoBlog } from './start-demo-blog.ts'

async function blog(): Promise<string> {
  const apiUrl = 'http://127.0.0.1:9/comments'
  const { url, close } = await startDemoBlog({ port: 0, host: '127.0.0.1', apiUrl, site: 'demo' })
  onTestFinished(close)
  return url
}

describe('the demo blog', () => {
  test('has three posts, one a language, each linked from the front page', async () => {
    const url = await blog()
    const index = await (await fetch(url)).text()
    expect(posts.map(({ lang }) => lang)).toEqual(['en', 'es', 'pt-BR'])
    for (const { path } of posts) expect(index).toContain(`href="${path}"`)
  })

  test.for(posts)('$path has the widget in its language, as an owner would paste it', async ({ path, lang, html }) => {
    const page = await (await fetch((await blog()) + path)).text()
    expect(page).toContain(`<html lang="${lang}">`)
    expect(page).toContain(`<tertulia-comments site="demo" page="${path}" lang="${lang}">`)
    expect(page.match(/<script.*<\/script>/g)).toEqual([
      '<script type="module" src="http://127.0.0.1:9/comments/widget.js"></script>',
    ])
    expect(html.replace(/<[^>]+>/g, '').split(/\s+/).length).toBeGreaterThan(150)
  })

  test('allows scripts and connections to the API alone, and nothing inline', async () => {
    const policy = (await fetch(await blog())).headers.get('content-security-policy')
    expect(policy).toContain('script-src http://127.0.0.1:9;')
    expect(policy).not.toContain('unsafe')
  })

  test('answers 404 with a page for what is not there, and 405 to a write', async () => {
    const url = await blog()
    const missing = await fetch(`${url}/posts/none?x=<script>`)
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await missing.text()).not.toContain('x=<')
    expect((await fetch(url, { method: 'POST' })).status).toBe(405)
  })

  test('says when its port is taken', async () => {
    const port = Number(new URL(await blog()).port)
    const second = startDemoBlog({ port, host: '127.0.0.1', apiUrl: 'http://127.0.0.1:9', site: 'demo' })
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})

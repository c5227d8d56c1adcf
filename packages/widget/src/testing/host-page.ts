import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A blog post on an origin of its own, as strict as a host can be: no inline script or style, no HTML sink. */
export async function startHostPage(apiUrl: string): Promise<{ url: string; close(): Promise<void> }> {
  const { origin } = new URL(apiUrl)
  const csp = `default-src 'none'; script-src ${origin}; connect-src ${origin}; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://host')
    if (url.pathname === '/style.css') {
      response.writeHead(200, { 'content-type': 'text/css' })
      response.end(
        ':root{color-scheme:light dark}body{color:light-dark(#222,#ddd);background:light-dark(#fff,#111);font:17px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}',
      )
      return
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp })
    const element =
      url.searchParams.get('html') ?? '<tertulia-comments site="demo" page="/post" lang="en">{}</tertulia-comments>'
    response.end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A post</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta property="og:title" content="A post, by its own name">
<link rel="canonical" href="/post"><link rel="stylesheet" href="/style.css"></head><body><main><h1>A post</h1><p>Text.</p>
${element.replaceAll('{}', '<a href="/comments">Comments</a>')}<p id="after">After.</p>
<script type="module" src="${apiUrl}widget.js"></script></main></body></html>`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

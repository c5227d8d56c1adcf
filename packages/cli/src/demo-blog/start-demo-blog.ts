import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BlogOptions, indexPage, missingPage, postPage } from './pages.ts'
import { posts } from './posts.ts'

export interface DemoBlog {
  /** Its origin: the API must let it post. */
  url: string
  close(): Promise<void>
}

const file = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** As strict as a careful owner's: the widget has to live with it. No inline script or style, no HTML sink, no other host. */
function contentSecurityPolicy(apiUrl: string): string {
  const { origin } = new URL(apiUrl)
  return [
    "default-src 'none'",
    `script-src ${origin}`,
    `connect-src ${origin}`,
    "style-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

/**
 * A small blog with the widget on each post, on its own port and so on another origin than the API (CORS is exercised).
 * Port 0 takes a free one. Rejects with the listener's error, e.g. `EADDRINUSE`.
 */
export async function startDemoBlog(options: BlogOptions & { port: number; host: string }): Promise<DemoBlog> {
  const pages = new Map<string, { type: string; body: string }>([
    ['/', { type: 'text/html', body: indexPage() }],
    ['/style.css', { type: 'text/css', body: file('style.css') }],
    ['/icon.svg', { type: 'image/svg+xml', body: file('icon.svg') }],
    ...posts.map((post) => [post.path, { type: 'text/html', body: postPage(post, options) }] as const),
  ])
  const headers = {
    'content-security-policy': contentSecurityPolicy(options.apiUrl),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cache-control': 'no-cache',
  }

  function answer(response: ServerResponse, status: number, { type, body }: { type: string; body: string }): void {
    response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(body)
  }

  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...headers, allow: 'GET, HEAD' }).end()
      return
    }
    const page = pages.get((request.url ?? '/').replace(/[?#].*$/s, ''))
    answer(response, page ? 200 : 404, page ?? { type: 'text/html', body: missingPage() })
  })
  server.listen(options.port, options.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

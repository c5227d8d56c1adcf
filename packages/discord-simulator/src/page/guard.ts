import type { MiddlewareHandler } from 'hono'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const headers: MiddlewareHandler = async function headers(c, next) {
  await next()
  c.header('content-security-policy', policy)
  c.header('x-content-type-options', 'nosniff')
  c.header('referrer-policy', 'no-referrer')
  c.header('cross-origin-resource-policy', 'same-origin')
  c.header('cache-control', 'no-store')
}

/** Another site's page must not press buttons here: neither by a name it made point at loopback, nor by a cross-site request. */
export const guard = (origin: () => string): MiddlewareHandler =>
  async function guard(c, next) {
    const { port } = new URL(origin())
    const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
    if (!hosts.includes(c.req.header('host') ?? '')) return c.text(`Open the simulator at ${origin()}`, 403)
    const from = c.req.header('origin')
    const site = c.req.header('sec-fetch-site')
    const own = from ? hosts.some((host) => from === `http://${host}`) : site === 'same-origin'
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
    // Reading without an Origin is a browser's own navigation, or no browser; acting needs proof of coming from here.
    if (from || !reads ? !own : site === 'cross-site' && c.req.path !== '/')
      return c.text('The simulator answers its own page only', 403)
    return next()
  }

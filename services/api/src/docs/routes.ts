import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { problems } from '@tertulia/contract'
import type { AppEnv } from '../http/app-env.ts'
import { escapeHtml } from './escape-html.ts'

const assets: Record<string, string> = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
}

const csp =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** `/openapi.json`, a page that reads it at `/docs`, and a page for each problem type. */
export function docsRoutes(app: OpenAPIHono<AppEnv>, { publicUrl }: { publicUrl: string }): void {
  let document: string | undefined

  app.get('/openapi.json', () => {
    document ??= JSON.stringify(openApiDocument(app, publicUrl))
    return new Response(document, { headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' } })
  })

  app.get('/docs', () => html(docsPage))
  app.get('/docs/start.js', () => asset(startScript, 'text/javascript; charset=utf-8'))
  app.get('/docs/:file', async (c, next) => {
    const file = c.req.param('file')
    const type = assets[file]
    if (!type) return next()
    return asset(await readFile(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${file}`))), type)
  })

  app.get('/problems/:slug', (c, next) => {
    const slug = c.req.param('slug')
    if (!Object.hasOwn(problems, slug)) return next()
    const { status, title } = problems[slug as keyof typeof problems]
    return html(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(slug)}</title><h1>${escapeHtml(title)}</h1><p><code>${escapeHtml(slug)}</code>, HTTP ${status}`,
    )
  })
}

/** OpenAPI 3.1 from the schemas that parse. */
export function openApiDocument(app: OpenAPIHono<AppEnv>, publicUrl: string) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'moderator', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'receipt', {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`Receipt <receipt>`: what posting answered',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'author', {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: '`Author <key>`: a secret of 128 bits or more that the browser makes and keeps',
  })
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Tertulia',
      version: '1',
      description: 'Comments for blogs, moderated in Discord.',
      license: { name: 'MIT' },
    },
    servers: [{ url: publicUrl }],
  })
}

const html = (body: string): Response =>
  new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp } })

const asset = (body: string | Uint8Array, type: string): Response =>
  new Response(body as Uint8Array<ArrayBuffer> | string, {
    headers: { 'content-type': type, 'cache-control': 'max-age=3600' },
  })

const docsPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Tertulia API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<main id="docs"></main>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
`
const startScript = "SwaggerUIBundle({ url: 'openapi.json', dom_id: '#docs', deepLinking: true })\n"

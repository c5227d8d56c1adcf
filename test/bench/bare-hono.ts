// Beside ours in each run: Hono answering a constant, and Hono with one prepared SELECT of the same rows.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'

const { BODY = '', HEADERS = '{}', DATABASE_URL } = process.env
const app = new Hono()
const headers = JSON.parse(HEADERS) as Record<string, string>
const body = Buffer.from(BODY, 'base64')
const pool = DATABASE_URL ? new pg.Pool({ connectionString: DATABASE_URL, max: 10 }) : undefined

app.get('/constant', () => new Response(body, { headers }))

app.get('/select/:page', async (c) => {
  const { rows } = await pool!.query({
    name: 'page',
    text: `select c.id, c.parent, c.depth, c.author_name, c.html, c.created_at, c.edited_at, c.score
      from comment c join page p on p.id = c.page where p.site = 'bench' and p.key = $1 and c.status = 'approved'
      order by c.created_at, c.id limit 50`,
    values: [c.req.param('page')],
  })
  return c.json(rows)
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send?.({ ready: true, port }))
process.on('SIGTERM', () => process.exit(0))

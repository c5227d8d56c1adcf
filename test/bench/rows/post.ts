import { randomBytes } from 'node:crypto'
import { openTertulia, submitComment } from '@tertulia/comments'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { type Bench, compare, load, type Row } from '../harness.ts'

const connections = 16
const text =
  'La cocaína no es el problema de Colombia, el problema es el dinero que mueve y los políticos que se dejan comprar. Desde 1985 vemos lo mismo: promesas, discursos, y al final los mismos apellidos de siempre en el Congreso. ¿Quién va a pagar por eso? Nadie, como siempre, porque la justicia está comprada.'
const comment = { text, author: { name: 'Ana María' }, page: { url: 'https://blog.example/post' } }

/** Posting with rules on, durable: against the very statement that it ends in, run through node-postgres alone. */
export async function postRows(bench: Bench): Promise<Row[]> {
  const statement = await theStatement(bench)
  const post = (pages: number) => () =>
    load({
      url: bench.api,
      connections,
      requests: Array.from({ length: 400 }, (_, n) => ({
        method: 'POST',
        path: `/v1/sites/${bench.site}/pages/post-${pages}-${n % pages}/comments`,
        headers: {
          'content-type': 'application/json',
          authorization: `Author ${randomBytes(32).toString('base64url')}`,
        },
        body: JSON.stringify(comment),
      })),
    }).then(({ perSecond }) => perSecond)
  const rules = await compare(post(100), () => alone(bench, statement))
  const hot = await compare(post(1), post(100))
  return [
    {
      what: 'post with rules on, 16 connections, durable',
      ...rules,
      beside: 'the same prepared statement through pg alone',
      floor: 0.4,
      goal: 0.6,
    },
    { what: 'post on one hot page', ...hot, beside: 'on 100 pages', floor: 0.8, goal: 0.95 },
  ]
}

interface Statement {
  sql: string
  parameters: readonly unknown[]
}

/** Posts once through the real verb and catches the statement it ran last. */
async function theStatement(bench: Bench): Promise<Statement> {
  const tertulia = await openTertulia({
    databaseUrl: bench.databaseUrl,
    secret: 'a secret for benchmarks, 32 characters',
  })
  const ran: Statement[] = []
  const db = new Kysely({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: bench.databaseUrl, max: 1 }) }),
    log({ query }) {
      ran.push({ sql: query.sql, parameters: query.parameters })
    },
  })
  tertulia.sites.replace([
    {
      id: bench.site,
      name: 'Bench',
      origins: ['https://blog.example'],
      locale: 'en',
      policy: '',
      limits: { posts: null },
    },
  ])
  const input = { site: bench.site, page: 'alone', comment, authorKey: null, idempotencyKey: null, address: null }
  await submitComment({ ...tertulia, db: db as never }, input)
  await db.destroy()
  await tertulia.close()
  const insert = ran.find(({ sql }) => sql.includes('insert into comment'))
  if (!insert) throw new Error('submitComment ran no insert')
  return insert
}

async function alone(bench: Bench, { sql, parameters }: Statement): Promise<number> {
  const pool = new pg.Pool({ connectionString: bench.databaseUrl, max: connections })
  const run = async (ms: number): Promise<number> => {
    const startedAt = performance.now()
    let done = 0
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (performance.now() - startedAt < ms) {
          await pool.query({ name: 'insert-comment', text: sql, values: [...parameters] })
          done++
        }
      }),
    )
    return done / ((performance.now() - startedAt) / 1_000)
  }
  await run(1_000)
  const perSecond = await run(5_000)
  await pool.end()
  return perSecond
}

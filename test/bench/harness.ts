import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { migrate } from '@tertulia/db'
import { startEmbeddedPostgres } from '@tertulia/db/embedded'
import autocannon from 'autocannon'
import pg from 'pg'

const root = resolve(import.meta.dirname, '../..')

export interface Bench {
  databaseUrl: string
  sql: pg.Pool
  /** The API as a process of its own, on the default policy, limits off. */
  api: string
  site: string
  stop(): Promise<void>
}

/** A durable Postgres and the API, each its own process, as in production. */
export async function startBench(): Promise<Bench> {
  const directory = await mkdtemp(join(tmpdir(), 'tertulia-bench-'))
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres') })
  await migrate(postgres.url)
  const configFile = join(directory, 'tertulia.yaml')
  await writeFile(
    configFile,
    `sites:\n  bench:\n    name: Bench\n    origins: ["https://blog.example"]\n    policy: ${join(root, 'policies/default.yaml')}\n    limits: {posts: off}\n`,
  )
  const api = await startChild(join(root, 'services/api/src/main.ts'), {
    DATABASE_URL: postgres.url,
    TERTULIA_SECRET: 'a secret for benchmarks, 32 characters',
    TERTULIA_CONFIG: configFile,
    PORT: '0',
    LOG_LEVEL: 'warn',
  })
  const sql = new pg.Pool({ connectionString: postgres.url, max: 4 })
  return {
    databaseUrl: postgres.url,
    sql,
    api: `http://127.0.0.1:${api.port}`,
    site: 'bench',
    async stop() {
      await sql.end()
      await api.stop()
      await postgres.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Starts a script that sends `{ready: true, port}` when it serves. */
export async function startChild(
  script: string,
  env: Record<string, string>,
): Promise<{ port: number; pid: number; stop(): Promise<void> }> {
  const child: ChildProcess = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [message] = await Promise.race([
    once(child, 'message') as Promise<[{ port: number }]>,
    once(child, 'exit').then(([code]) => {
      throw new Error(`${script} ended with ${code} before it was ready`)
    }),
  ])
  return {
    port: message.port,
    pid: child.pid!,
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    },
  }
}

export interface Load {
  url: string
  connections: number
  seconds?: number
  headers?: Record<string, string>
  requests?: autocannon.Request[]
  setupClient?: (client: autocannon.Client) => void
}

/** Requests a second and the 99th percentile in ms, after a warm-up. Throws when an answer was no success. */
export async function load({ seconds = 5, ...options }: Load): Promise<{ perSecond: number; p99: number }> {
  await autocannon({ ...options, duration: 1 })
  const result = await autocannon({ ...options, duration: seconds })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${options.url}: ${result.non2xx} failed answers, ${result.errors} errors`)
  return { perSecond: result.requests.total / result.duration, p99: result.latency.p99 }
}

/** The median of three alternating rounds of both, as a ratio ours ÷ limit. */
export async function compare(
  ours: () => Promise<number>,
  limit: () => Promise<number>,
): Promise<{ ours: number; limit: number; ratio: number }> {
  const rounds: { ours: number; limit: number; ratio: number }[] = []
  for (let round = 0; round < 3; round++) {
    const beside = await limit()
    const own = await ours()
    rounds.push({ ours: own, limit: beside, ratio: own / beside })
  }
  return rounds.sort((a, b) => a.ratio - b.ratio)[1]!
}

export interface Row {
  what: string
  ours: number
  limit: number
  beside: string
  ratio: number
  floor: number
  goal: number
}

/** Fills pages with approved comments by SQL: `perPage` each, one in three a reply. */
export async function fillPages(sql: pg.Pool, site: string, names: readonly string[], perPage: number): Promise<void> {
  await sql.query(
    `with p as (insert into page (site, key) select $1, unnest($2::text[]) on conflict (site, key) do update set key = excluded.key returning id)
     insert into comment (site, page, author_name, status, decided_by, html, created_at, replied)
     select $1, p.id, 'Ana María', 'approved', 'policy', '<p>' || repeat('Una opinión larga sobre la política. ', 6) || '</p>',
       now() - make_interval(secs => 100000 - n), true
     from p, generate_series(1, $3::int - $3::int / 3) n`,
    [site, names, perPage],
  )
  await sql.query(
    `insert into comment (site, page, parent, path, author_name, status, decided_by, html, created_at)
     select c.site, c.page, c.id, array[c.id], 'Bruno', 'approved', 'policy', '<p>' || repeat('Uma resposta razoável. ', 6) || '</p>', now()
     from (select *, row_number() over (partition by page order by created_at, id) as n from comment where site = $1 and parent is null) c
     join page p on p.id = c.page where p.key = any($2::text[]) and c.n <= $3::int / 3
       and not exists (select 1 from comment k where k.parent = c.id)`,
    [site, names, perPage],
  )
  await sql.query('analyze comment')
}

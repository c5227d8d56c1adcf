import { join } from 'node:path'
import { type Bench, compare, fillPages, load, type Row, startChild } from '../harness.ts'

const connections = 64
const coldPages = 2_500
const bareHono = join(import.meta.dirname, '../bare-hono.ts')
const listPath = (site: string, page: string): string => `/v1/sites/${site}/pages/${encodeURIComponent(page)}/comments`

/** Reading a 50-comment page: warm, with writers elsewhere, with writers here, and cold. */
export async function readRows(bench: Bench): Promise<Row[]> {
  await fillPages(bench.sql, bench.site, ['hot'], 50)
  const url = bench.api + listPath(bench.site, 'hot')
  const sample = await fetch(url, { headers: { 'accept-encoding': 'identity' } })
  const headers = Object.fromEntries(
    [...sample.headers].filter(
      ([name]) => !['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'].includes(name),
    ),
  )
  const body = Buffer.from(await sample.arrayBuffer())
  const bare = await startChild(bareHono, { BODY: body.toString('base64'), HEADERS: JSON.stringify(headers) })

  const constant = () =>
    load({ url: `http://127.0.0.1:${bare.port}/constant`, connections }).then(({ perSecond }) => perSecond)
  const read = () => load({ url, connections }).then(({ perSecond }) => perSecond)
  const warm = await compare(read, constant)
  const elsewhere = await compare(() => whileWriting(bench, 'elsewhere', read), read)
  const here = await compare(() => whileWriting(bench, 'hot', read), read)
  await bare.stop()
  return [
    {
      what: `read a 50-comment page (${(body.length / 1024).toFixed(1)} KiB), warm, 64 connections`,
      ...warm,
      beside: 'bare Hono, same bytes and headers',
      floor: 0.6,
      goal: 0.8,
    },
    {
      what: 'the same while 20 comments a second arrive on other pages',
      ...elsewhere,
      beside: 'the same without writers',
      floor: 0.7,
      goal: 0.9,
    },
    {
      what: 'the same while 20 comments a second arrive on this page',
      ...here,
      beside: 'the same without writers',
      floor: 0.4,
      goal: 0.6,
    },
    await coldRow(bench),
  ]
}

/** Twenty held-free comments a second on one page while `run` runs. */
async function whileWriting<Result>(bench: Bench, page: string, run: () => Promise<Result>): Promise<Result> {
  const body = JSON.stringify({
    text: 'Estoy de acuerdo con lo que dice el artículo.',
    author: { name: 'Ana' },
    page: { url: 'https://blog.example/' },
  })
  const writer = setInterval(() => {
    void fetch(bench.api + listPath(bench.site, page), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    }).then((response) => response.arrayBuffer())
  }, 50)
  try {
    return await run()
  } finally {
    clearInterval(writer)
  }
}

/** More pages than the cache keeps, each read in turn, so that every read goes to the database. */
async function coldRow(bench: Bench): Promise<Row> {
  const pages = Array.from({ length: coldPages }, (_, n) => `cold-${n}`)
  await fillPages(bench.sql, bench.site, pages, 50)
  const bare = await startChild(bareHono, { DATABASE_URL: bench.databaseUrl })
  const inTurn = (origin: string, path: (page: string) => string) =>
    load({ url: origin, connections, requests: pages.map((page) => ({ method: 'GET', path: path(page) })) }).then(
      ({ perSecond }) => perSecond,
    )
  const cold = await compare(
    () => inTurn(bench.api, (page) => listPath(bench.site, page)),
    () => inTurn(`http://127.0.0.1:${bare.port}`, (page) => `/select/${page}`),
  )
  await bare.stop()
  return {
    what: 'read a 50-comment page, cold',
    ...cold,
    beside: 'Hono + one prepared SELECT of the same rows',
    floor: 0.5,
    goal: 0.7,
  }
}

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CommentList,
  NewComment,
  OwnComment,
  Posted,
  ProblemBody,
  type ProblemSlug,
  PublicComment,
  problems,
  Tombstone,
} from '@tertulia/contract'

interface Stored {
  comment: PublicComment
  own: OwnComment
  receipt: string
}

/** What the next posts meet. */
export type NextPost = 'approve' | 'hold' | { slug: ProblemSlug; detail?: string; [extra: string]: unknown }

export interface FakeApi {
  url: string
  /** the bodies and headers of posts so far */
  posts: { body: NewComment; authorization: string | undefined; idempotencyKey: string | undefined }[]
  /** ids of the comments that posts made */
  posted: string[]
  /** path and method of all requests so far */
  requests: string[]
  nextPost: NextPost
  /** `down` drops connections, `garbage` answers 200 with something else, `silent` never answers */
  mode: 'up' | 'down' | 'garbage' | 'silent' | 'no-stream'
  pageOpen: boolean
  /** top-level comments in one answer */
  limit: number
  /** Publishes a comment, and says so on the live stream. */
  add(comment: Partial<PublicComment>): PublicComment
  edit(id: string, change: Partial<PublicComment>): void
  remove(id: string): void
  approve(id: string): void
  /** Takes an approval back. */
  undo(id: string): void
  reject(id: string, why: Pick<OwnComment, 'reason' | 'note'>): void
  streams(): number
  /** Ends live streams, as a restart would. */
  cutStreams(): void
  close(): Promise<void>
}

/** A small API of one page, over real HTTP, which holds its own answers to the contract so that it cannot drift from it. */
export async function startFakeApi(widget: string): Promise<FakeApi> {
  const shown: (PublicComment | Tombstone)[] = []
  const stored = new Map<string, Stored>()
  const answers = new Map<string, { status: number; body: unknown }>()
  const streams = new Set<ServerResponse>()
  const visible = () => shown.filter((comment) => !comment.deleted)
  let time = Date.now() - 3_600_000

  const cors = {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key',
    'access-control-expose-headers': 'Retry-After',
    'access-control-allow-methods': 'GET, POST',
  }

  function send(response: ServerResponse, status: number, type: string, body: string, headers = {}): void {
    response.writeHead(status, { ...cors, 'content-type': type, 'cache-control': 'no-cache', ...headers }).end(body)
  }

  function json<T>(response: ServerResponse, status: number, schema: { parse(body: unknown): T }, body: T): void {
    send(response, status, 'application/json', JSON.stringify(schema.parse(body)))
  }

  function problem(response: ServerResponse, { slug, detail = 'Because.', ...extra }: Exclude<NextPost, string>): void {
    const { status, title } = problems[slug]
    const body = { type: `${api.url}problems/${slug}`, title, status, detail, ...extra }
    const headers = typeof extra.retryAfter === 'number' ? { 'retry-after': String(extra.retryAfter) } : {}
    send(response, status, 'application/problem+json', JSON.stringify(ProblemBody.parse(body)), headers)
  }

  function broadcast(event: string, data: unknown): void {
    for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    const count = { commentCount: visible().length }
    for (const stream of streams) stream.write(`event: count\ndata: ${JSON.stringify(count)}\n\n`)
  }

  /** In list order: each thread's comments follow its first. */
  function inOrder(): (PublicComment | Tombstone)[] {
    const below = (parentId: string | null): (PublicComment | Tombstone)[] =>
      shown.filter((comment) => comment.parentId === parentId).flatMap((comment) => [comment, ...below(comment.id)])
    return below(null)
  }

  function list(response: ServerResponse, url: URL): void {
    const start = Number(url.searchParams.get('cursor') ?? 0)
    const tops = shown.filter(({ parentId }) => parentId === null).slice(start, start + api.limit)
    const wanted = new Set(tops.map(({ id }) => id))
    const comments = inOrder().filter(({ id, parentId }) => {
      const isIn = wanted.has(id) || (parentId !== null && wanted.has(parentId))
      if (isIn) wanted.add(id)
      return isIn
    })
    const more = shown.filter(({ parentId }) => parentId === null).length > start + api.limit
    json(response, 200, CommentList, {
      page: { key: '/post', open: api.pageOpen, commentCount: visible().length },
      site: { locale: 'es', limits: { textLength: 10_000 }, challenge: null },
      comments,
      nextCursor: more ? String(start + api.limit) : null,
    })
  }

  const rendered = (text: string): string =>
    `<p>${text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll('\n', '<br />')}</p>`

  async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let source = ''
    for await (const chunk of request) source += chunk
    const body = NewComment.parse(JSON.parse(source))
    const { authorization } = request.headers
    const idempotencyKey = request.headers['idempotency-key']?.toString()
    api.posts.push({ body, authorization, idempotencyKey })
    const before = answers.get(idempotencyKey ?? '')
    if (before) return json(response, before.status, Posted, before.body as Posted)
    if (typeof api.nextPost === 'object') return problem(response, api.nextPost)
    const comment = make({ parentId: body.parentId ?? null, author: body.author, html: rendered(body.text) })
    const { id, parentId, createdAt, html } = comment
    const receipt = id.replaceAll('-', '').padEnd(43, 'r')
    const isHeld = api.nextPost === 'hold'
    const own: OwnComment = {
      ...{ id, parentId, createdAt, html, editedAt: null, text: body.text, page: { key: '/post' } },
      ...{ status: isHeld ? 'pending' : 'approved', author: comment.author, reason: null, note: null, decidedBy: null },
    }
    api.posted.push(id)
    stored.set(id, { comment, own, receipt })
    const answer = {
      status: isHeld ? 202 : 201,
      body: { comment: isHeld ? { id, status: 'pending' } : { ...comment, status: 'approved' }, receipt } as Posted,
    }
    answers.set(idempotencyKey ?? '', answer)
    if (!isHeld) show(comment)
    json(response, answer.status, Posted, answer.body)
  }

  function one(request: IncomingMessage, response: ServerResponse, id: string): void {
    const known = stored.get(id)
    const comment = visible().find((candidate) => candidate.id === id)
    if (known && request.headers.authorization === `Receipt ${known.receipt}`) {
      json(response, 200, OwnComment, known.own)
    } else if (comment && !comment.deleted) json(response, 200, PublicComment, comment)
    else problem(response, { slug: 'not-found' })
  }

  function stream(response: ServerResponse): void {
    response.writeHead(200, { ...cors, 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(`retry: 100\n\nevent: count\ndata: {"commentCount":${visible().length}}\n\n`)
    streams.add(response)
    response.on('close', () => streams.delete(response))
  }

  function make(comment: Partial<PublicComment>): PublicComment {
    time += 60_000
    const parent = shown.find(({ id }) => id === comment.parentId)
    return PublicComment.parse({
      id: crypto.randomUUID(),
      parentId: null,
      depth: parent ? parent.depth + 1 : 0,
      author: { name: 'Ana' },
      html: '<p>Hola.</p>',
      createdAt: new Date(time).toISOString(),
      editedAt: null,
      score: 0,
      replyCount: 0,
      deleted: false,
      ...comment,
    })
  }

  function show(comment: PublicComment): void {
    const parent = shown.find(({ id }) => id === comment.parentId)
    if (parent && !parent.deleted) parent.replyCount++
    shown.push(comment)
    broadcast('comment', comment)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://api')
    api.requests.push(`${request.method} ${url.pathname}`)
    if (url.pathname === '/prefix/widget.js') {
      return send(response, 200, 'text/javascript', widget)
    }
    if (api.mode === 'down') return void request.destroy()
    if (api.mode === 'silent') return
    if (request.method === 'OPTIONS') return send(response, 204, 'text/plain', '')
    if (api.mode === 'garbage') return send(response, 200, 'text/html', '<h1>Welcome to nginx!</h1>')
    const path = url.pathname.replace('/prefix', '')
    const id = /^\/v1\/comments\/([^/]+)$/.exec(path)?.[1]
    const replies = /^\/v1\/comments\/([^/]+)\/replies$/.exec(path)?.[1]
    if (path === '/v1/sites/demo/pages/%2Fpost/events') {
      return api.mode === 'no-stream' ? problem(response, { slug: 'unavailable' }) : stream(response)
    }
    if (path === '/v1/sites/demo/pages/%2Fpost/comments') {
      return request.method === 'POST' ? post(request, response) : list(response, url)
    }
    if (id) return one(request, response, id)
    if (replies) {
      const comments = inOrder().filter(({ parentId }) => parentId === replies)
      return json(response, 200, CommentList.pick({ comments: true, nextCursor: true }), { comments, nextCursor: null })
    }
    problem(response, { slug: 'not-found' })
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => send(response, 500, 'text/plain', String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const settle = (id: string, change: Partial<OwnComment>): Stored => {
    const known = stored.get(id)
    if (!known) throw new Error(`Nobody posted ${id} here`)
    Object.assign(known.own, change)
    return known
  }

  const api: FakeApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prefix/`,
    posts: [],
    posted: [],
    requests: [],
    nextPost: 'approve',
    mode: 'up',
    pageOpen: true,
    limit: 50,
    add(comment) {
      const made = make(comment)
      show(made)
      return made
    },
    edit(id, change) {
      const comment = shown.find((candidate) => candidate.id === id)
      broadcast('edit', Object.assign(comment ?? {}, change, { editedAt: new Date().toISOString() }))
    },
    remove(id) {
      const index = shown.findIndex((comment) => comment.id === id)
      const [gone] = shown.splice(index, 1)
      const parent = shown.find((comment) => comment.id === gone?.parentId)
      if (parent && !parent.deleted) parent.replyCount--
      if (gone && shown.some((comment) => comment.parentId === id)) {
        const { parentId, depth } = gone
        shown.splice(index, 0, Tombstone.parse({ id, parentId, depth, deleted: true, html: '', author: null }))
      }
      broadcast('remove', { id })
    },
    approve(id) {
      show(settle(id, { status: 'approved', decidedBy: 'moderator' }).comment)
    },
    undo(id) {
      settle(id, { status: 'pending', decidedBy: null })
      api.remove(id)
    },
    reject(id, why) {
      settle(id, { ...why, status: 'rejected', decidedBy: 'moderator' })
    },
    streams: () => streams.size,
    cutStreams() {
      for (const open of streams) open.end()
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
  return api
}

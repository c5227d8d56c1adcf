import {
  ApplicationCommandResponseSchema,
  GatewayBotResponseSchema,
  GuildChannelResponseSchema,
  GuildMemberResponseSchema,
  GuildRoleResponseSchema,
  GuildWithCountsResponseSchema,
  InteractionCallbackResponseSchema,
  MessageResponseSchema,
  PrivateApplicationResponseSchema,
  UserResponseSchema,
} from 'discord-api-spec/zod'
import { PermissionFlagsBits } from 'discord-api-types/v10'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ZodMiniType } from 'zod/mini'
import { people, type Simulator, startSimulator } from '../index.ts'
import { startBot } from '../testing/bot.ts'
import { card, noPings } from '../testing/card.ts'
import { checkSchema } from '../validation/schema.ts'

const application = '100000000000000020'
const guild = '100000000000000001'
const queue = '/channels/100000000000000002/messages'

let sim: Simulator
let skewMs = 0

beforeEach(async () => {
  skewMs = 0
  sim = await startSimulator({ now: () => Date.now() + skewMs })
})
afterEach(() => sim.close())

interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever JSON came
  body: any
}

async function call(method: string, path: string, body?: unknown, token: string | null = sim.token): Promise<Answer> {
  const response = await fetch(`${sim.apiUrl}/v10${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bot ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
}
const post = (body: object) => call('POST', queue, { ...body, ...noPings })

describe('what the simulator answers is what Discord documents', () => {
  test.each<[string, string, ZodMiniType]>([
    ['/users/@me', 'user', UserResponseSchema],
    ['/applications/@me', 'application', PrivateApplicationResponseSchema],
    ['/gateway/bot', 'gateway', GatewayBotResponseSchema],
    [`/guilds/${guild}`, 'guild', GuildWithCountsResponseSchema],
    [`/guilds/${guild}/roles/100000000000000010`, 'role', GuildRoleResponseSchema],
    [`/guilds/${guild}/members/${people.ana}`, 'member', GuildMemberResponseSchema],
    ['/channels/100000000000000002', 'channel', GuildChannelResponseSchema],
  ])('%s is a %s by its own schema', async (path, _, schema) => {
    const { status, body } = await call('GET', path)
    expect(status).toBe(200)
    expect(checkSchema(schema, body).issues).toEqual([])
  })

  test('messages, replies and callbacks too', async () => {
    const bot = await startBot(sim)
    const { body: posted } = await post(card())
    expect(checkSchema(MessageResponseSchema, posted).issues).toEqual([])
    const callback = Promise.withResolvers<unknown>()
    bot.client.on('interactionCreate', async (press) => {
      if (!press.isButton()) return
      const path = `/interactions/${press.id}/${press.token}/callback?with_response=true`
      callback.resolve((await call('POST', path, { type: 4, data: { content: 'hi', ...noPings } }, null)).body)
    })
    const { message } = await sim.as(people.ana).press('Approve', posted)
    expect(checkSchema(MessageResponseSchema, message).issues).toEqual([])
    expect(checkSchema(InteractionCallbackResponseSchema, await callback.promise).issues).toEqual([])
    await bot.stop()
  })

  test('files, separators and selects come back with what Discord adds', async () => {
    const parts = [
      { type: 13, file: { url: 'attachment://all.txt' } },
      { type: 14 },
      { type: 1, components: [{ type: 3, custom_id: 's', options: [{ label: 'A', value: 'a' }] }] },
    ]
    const form = new FormData()
    form.set('payload_json', JSON.stringify({ flags: 1 << 15, components: parts, ...noPings }))
    form.set('files[0]', new Blob(['whole text']), 'all.txt')
    const headers = { authorization: `Bot ${sim.token}` }
    const body = await (await fetch(`${sim.apiUrl}/v10${queue}`, { method: 'POST', headers, body: form })).json()
    expect(checkSchema(MessageResponseSchema, body).issues).toEqual([])
    expect(body).toMatchObject({ components: [{ name: 'all.txt', size: 10 }, { divider: true, spacing: 1 }, {}] })
  })

  test('commands, created once and found again', async () => {
    const path = `/applications/${application}/guilds/${guild}/commands`
    const created = await call('POST', path, { name: 'queue', description: 'The queue' })
    expect(created.status).toBe(201)
    expect(checkSchema(ApplicationCommandResponseSchema, created.body).issues).toEqual([])
    expect((await call('POST', path, { name: 'queue', description: 'Again' })).status).toBe(200)
    expect((await call('PATCH', `${path}/${created.body.id}`, { description: 'Third' })).body.description).toBe('Third')
    expect((await call('GET', path)).body).toHaveLength(1)
    expect((await call('GET', `/applications/${application}/commands`)).body).toEqual([])
    expect((await call('DELETE', `${path}/${created.body.id}`)).status).toBe(204)
    expect((await call('GET', `${path}/${created.body.id}`)).body.code).toBe(10063)
  })
})

describe('errors are Discord’s', () => {
  test.each([
    ['no token', 'GET', '/users/@me', undefined, null, 401, 0],
    ['a channel nobody has', 'GET', '/channels/100000000000000099', undefined, undefined, 404, 10003],
    ['a guild nobody has', 'GET', '/guilds/100000000000000099', undefined, undefined, 404, 10004],
    ['a message nobody has', 'PATCH', `${queue}/100000000000000099`, noPings, undefined, 404, 10008],
    ['another application', 'GET', '/applications/100000000000000099/commands', undefined, undefined, 404, 10002],
    ['a member nobody knows', 'GET', `/guilds/${guild}/members/100000000000000099`, undefined, undefined, 404, 10007],
    ['an unknown interaction', 'POST', '/interactions/1/x/callback', { type: 6 }, null, 404, 10062],
    ['an unknown webhook token', 'POST', `/webhooks/${application}/x`, noPings, null, 401, 50027],
  ] as const)('%s', async (_, method, path, body, token, status, code) => {
    const answer = await call(method, path, body, token === undefined ? sim.token : token)
    expect(answer).toMatchObject({ status, body: { code } })
  })

  test('a channel the bot may not see is 50001, one it may not write in 50013', async () => {
    const overwrite = sim.world.channels[0]!.overwrites.find((one) => one.id === '100000000000000012')!
    overwrite.deny = PermissionFlagsBits.SendMessages
    expect((await post({ content: 'x' })).body.code).toBe(50013)
    overwrite.allow = 0n
    expect(await post({ content: 'x' })).toMatchObject({ status: 403, body: { code: 50001 } })
  })

  test('malformed JSON is 50109', async () => {
    const headers = { authorization: `Bot ${sim.token}`, 'content-type': 'application/json' }
    const response = await fetch(`${sim.apiUrl}/v10${queue}`, { method: 'POST', headers, body: '{' })
    expect(await response.json()).toMatchObject({ code: 50109 })
  })

  test('a route the simulator lacks is a violation that says whether Discord has it', async () => {
    expect((await call('GET', `/guilds/${guild}/bans`)).status).toBe(404)
    expect((await call('GET', '/nonsense')).status).toBe(404)
    expect(sim.violations.map(({ kind, message }) => [kind, message.slice(0, 11)])).toEqual([
      ['unknown-route', 'Discord has'],
      ['unknown-route', 'Discord has'],
    ])
    expect(sim.violations[1]?.message).toContain('no GET /nonsense')
  })

  test('a token is no webhook before the first answer, and no answer within 3 s fails the press', async () => {
    const bot = await startBot(sim)
    const { body: posted } = await post(card())
    const tooEarly = Promise.withResolvers<Answer>()
    bot.client.on('interactionCreate', async (press) => {
      const path = `/webhooks/${application}/${(press as { token: string }).token}`
      tooEarly.resolve(await call('POST', path, { content: 'hi', ...noPings }, null))
      skewMs += 3_001
      await call('GET', '/users/@me')
    })
    expect((await sim.as(people.ana).press('Approve', posted)).kind).toBe('failed')
    expect(await tooEarly.promise).toMatchObject({ status: 404, body: { code: 10015 } })
    await bot.stop()
  })
})

describe('reading messages', () => {
  test('lists the newest first, within limit and before', async () => {
    await sim.close()
    sim = await startSimulator({ rateLimits: false })
    const ids: string[] = []
    for (let index = 0; index < 8; index++) ids.push((await post({ content: `${index}` })).body.id)
    const { body: newest } = await call('GET', `${queue}?limit=3`)
    expect(newest.map((one: { content: string }) => one.content)).toEqual(['7', '6', '5'])
    const { body: older } = await call('GET', `${queue}?limit=100&before=${ids[3]}`)
    expect(older.map((one: { content: string }) => one.content)).toEqual(['2', '1', '0'])
    const { body: newer } = await call('GET', `${queue}?limit=2&after=${ids[3]}`)
    expect(newer.map((one: { content: string }) => one.content)).toEqual(['5', '4'])
    expect((await call('GET', `${queue}?limit=101`)).body.code).toBe(50035)
  })
})

describe('posting', () => {
  test('with an enforced nonce twice makes one message, until the window has passed', async () => {
    const body = { content: 'x', nonce: 'n'.repeat(25), enforce_nonce: true }
    const first = await post(body)
    expect((await post(body)).body.id).toBe(first.body.id)
    expect(sim.messages()).toHaveLength(1)
    skewMs += 5 * 60_000 + 1
    expect((await post(body)).body.id).not.toBe(first.body.id)
  })

  test('takes files in a multipart body, and serves them as downloads', async () => {
    const form = new FormData()
    form.set('payload_json', JSON.stringify({ content: 'long', ...noPings }))
    form.set('files[0]', new Blob(['whole text'], { type: 'text/html' }), 'comment.txt')
    const headers = { authorization: `Bot ${sim.token}` }
    const response = await fetch(`${sim.apiUrl}/v10${queue}`, { method: 'POST', headers, body: form })
    const { attachments } = (await response.json()) as { attachments: { filename: string; url: string }[] }
    expect(attachments).toMatchObject([{ filename: 'comment.txt' }])
    const file = await fetch(attachments[0]!.url)
    expect(await file.text()).toBe('whole text')
    expect(file.headers.get('content-disposition')).toBe('attachment')
    expect(sim.violations).toEqual([])
  })
})

describe('rate limits', () => {
  test('five messages in five seconds a channel, told by headers', async () => {
    const answers = []
    for (let index = 0; index < 6; index++) answers.push(await post({ content: `${index}` }))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 429])
    expect(answers[0]?.headers.get('x-ratelimit-remaining')).toBe('4')
    expect(answers[5]?.body).toMatchObject({ message: 'You are being rate limited.', global: false })
    expect(answers[5]?.headers.get('x-ratelimit-scope')).toBe('user')
    skewMs += 5_000
    expect((await post({ content: 'again' })).status).toBe(200)
  })

  test('three edits in six seconds of messages older than an hour: 30046', async () => {
    const { body } = await post({ content: 'x' })
    const edit = () => call('PATCH', `${queue}/${body.id}`, { content: 'y', ...noPings })
    expect((await edit()).status).toBe(200)
    skewMs += 3_600_001
    const old = [await edit(), await edit(), await edit(), await edit()]
    expect(old.map((answer) => answer.status)).toEqual([200, 200, 200, 429])
    expect(old[3]?.body).toMatchObject({ code: 30046, retry_after: expect.any(Number) })
    skewMs += 6_000
    expect((await edit()).status).toBe(200)
  })

  test('fifty requests a second in all', async () => {
    const paths = ['/users/@me', '/applications/@me', '/gateway/bot', `/guilds/${guild}`]
    const answers = []
    for (let index = 0; index < 52; index++) answers.push(call('GET', paths[index % paths.length]!))
    const refused = (await Promise.all(answers)).filter((answer) => answer.status === 429)
    expect(refused).toHaveLength(2)
    expect(refused[0]?.body.global).toBe(true)
    expect(refused[0]?.headers.get('x-ratelimit-scope')).toBe('global')
  })
})

describe('faults', () => {
  test('a scripted status strikes as often as told, and leaves no trace', async () => {
    sim.fault({
      method: 'POST',
      route: '/channels/:channel/messages',
      times: 1,
      effect: { status: 502, body: 'Bad gateway' },
    })
    expect((await fetch(`${sim.apiUrl}/v10${queue}`, { method: 'POST' })).status).toBe(502)
    expect(sim.messages()).toHaveLength(0)
    expect((await post({ content: 'x' })).status).toBe(200)
  })

  test('reset-after has done the work and lost the answer; reset-before has not', async () => {
    sim.fault({ route: /messages$/, times: 1, effect: 'reset-before' })
    await expect(post({ content: 'x' })).rejects.toThrow()
    expect(sim.messages()).toHaveLength(0)
    sim.fault({ route: /messages$/, times: 1, effect: 'reset-after' })
    await expect(post({ content: 'x' })).rejects.toThrow()
    expect(sim.messages()).toHaveLength(1)
  })

  test('a delay delays, and a fault taken away strikes no more', async () => {
    const remove = sim.fault({ effect: { delayMs: 60 } })
    const started = performance.now()
    await call('GET', '/users/@me')
    expect(performance.now() - started).toBeGreaterThanOrEqual(59)
    remove()
    sim.fault({ effect: { status: 500 } })()
    expect((await call('GET', '/users/@me')).status).toBe(200)
  })
})

test('waiting in vain names what was waited for', async () => {
  await expect(sim.waitFor(() => sim.messages()[0], 'a card', 20)).rejects.toThrow('in vain for a card')
  const waiting = sim.waitFor(() => sim.messages()[0]?.content, 'a card')
  await post({ content: 'there' })
  expect(await waiting).toBe('there')
})

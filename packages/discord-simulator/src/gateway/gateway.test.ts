import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { people, type Simulator, startSimulator } from '../index.ts'
import { card, noPings } from '../testing/card.ts'

let sim: Simulator
let skewMs = 0

beforeEach(async () => {
  skewMs = 0
  sim = await startSimulator({ now: () => Date.now() + skewMs })
})
afterEach(() => sim.close())

interface Payload {
  op: number
  s: number | null
  t: string | null
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever JSON came
  d: any
}

/** A bare line to the gateway: what it sent so far, and the code it was closed with. */
function connect(query = '?v=10&encoding=json') {
  const socket = new WebSocket(`${sim.url.replace('http', 'ws')}/gateway${query}`)
  const got: Payload[] = []
  socket.on('message', (raw) => got.push(JSON.parse(raw.toString())))
  const closed = once(socket, 'close').then(([code]) => code as number)
  const send = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d }))
  const until = (op: number, t: string | null = null) =>
    expect.poll(() => got.find((one) => one.op === op && one.t === t), { interval: 2 }).toBeDefined()
  return { socket, got, closed, send, until }
}

async function identified(intents = 1) {
  const line = connect()
  await line.until(10)
  line.send(2, { token: sim.token, intents, properties: {} })
  await line.until(0, 'READY')
  const ready = line.got.find((one) => one.t === 'READY')!
  return { ...line, sessionId: ready.d.session_id as string }
}

async function postCard(): Promise<string> {
  const headers = { authorization: `Bot ${sim.token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ ...card(), ...noPings })
  const path = `${sim.apiUrl}/v10/channels/100000000000000002/messages`
  return ((await (await fetch(path, { method: 'POST', headers, body })).json()) as { id: string }).id
}

test('greets with hello, READY, GUILD_CREATE, and acknowledges heartbeats', async () => {
  const line = await identified()
  await line.until(0, 'GUILD_CREATE')
  line.send(1, null)
  await line.until(11)
  expect(line.got.map(({ op, t }) => t ?? op)).toEqual([10, 'READY', 'GUILD_CREATE', 11])
  expect(line.got.map(({ s }) => s)).toEqual([null, 1, 2, null])
})

describe('closes with', () => {
  test.each<[number, string, number, unknown]>([
    [4001, 'an unknown opcode', 99, {}],
    [4005, 'a second identify', 2, {}],
  ])('%i on %s', async (code, _, op, d) => {
    const line = await identified()
    line.send(op, d)
    expect(await line.closed).toBe(code)
  })

  test.each<[number, string, number, unknown]>([
    [4003, 'anything before identify', 3, {}],
    [4004, 'a wrong token', 2, { token: 'no', intents: 1 }],
    [4004, 'a wrong token on resume', 6, { token: 'no', session_id: 'x', seq: 1 }],
    [4002, 'a payload over 4096 bytes', 1, 'x'.repeat(4096)],
  ])('%i on %s', async (code, _, op, d) => {
    const line = connect()
    await line.until(10)
    line.send(op, d)
    expect(await line.closed).toBe(code)
  })

  test.each([
    [4010, { shard: [1, 1] }],
    [4013, { intents: 2 ** 30 }],
    [4014, { intents: 1 << 15 }],
  ])('%i on identify with %o', async (code, more) => {
    const line = connect()
    await line.until(10)
    line.send(2, { token: sim.token, intents: 1, ...more })
    expect(await line.closed).toBe(code)
  })

  test('4002 on what is not JSON, 4012 on another version, 4008 after 120 sends', async () => {
    const garbled = connect()
    await garbled.until(10)
    garbled.socket.send('{')
    expect(await garbled.closed).toBe(4002)
    expect(await connect('?v=6').closed).toBe(4012)
    const noisy = connect()
    await noisy.until(10)
    for (let index = 0; index < 121; index++) noisy.send(1, null)
    expect(await noisy.closed).toBe(4008)
  })
})

describe('resume', () => {
  const resume = async (sessionId: string, seq: number) => {
    const line = connect()
    await line.until(10)
    line.send(6, { token: sim.token, session_id: sessionId, seq })
    return line
  }

  test('replays in order what was missed, then RESUMED', async () => {
    const posted = await postCard()
    const first = await identified()
    await first.until(0, 'GUILD_CREATE')
    first.socket.close(4200)
    await sim.waitFor(() => sim.gateway.online === 0, 'the line to be down')
    void sim.as(people.ana).press('Approve', posted)
    void sim.as(people.bruno).press('Reject…', posted)
    const again = await resume(first.sessionId, 2)
    await again.until(0, 'RESUMED')
    expect(again.got.slice(1).map(({ t, s }) => [t, s])).toEqual([
      ['INTERACTION_CREATE', 3],
      ['INTERACTION_CREATE', 4],
      ['RESUMED', 5],
    ])
    expect(again.got[1]?.d.member.user.id).toBe(people.ana)
  })

  test.each([
    ['closed by 1000', async (line: Awaited<ReturnType<typeof identified>>) => line.socket.close(1000)],
    [
      'lost longer than a few minutes',
      async (line: Awaited<ReturnType<typeof identified>>) => {
        line.socket.close(4200)
        await sim.waitFor(() => sim.gateway.online === 0, 'the line to be down')
        skewMs += 6 * 60_000
      },
    ],
  ])('of a session %s is refused with op 9', async (_, end) => {
    const line = await identified()
    await end(line)
    await sim.waitFor(() => sim.gateway.online === 0, 'the line to be down')
    const again = await resume(line.sessionId, 2)
    await again.until(9)
    expect(again.got.at(-1)).toMatchObject({ op: 9, d: false })
  })

  test('from a sequence never sent is 4007', async () => {
    const line = await identified()
    line.socket.close(4200)
    expect(await (await resume(line.sessionId, 999)).closed).toBe(4007)
  })
})

test('two sessions of one token both hear a press', async () => {
  const posted = await postCard()
  const lines = [await identified(0), await identified(0)]
  void sim.as(people.ana).press('Approve', posted)
  for (const line of lines) await line.until(0, 'INTERACTION_CREATE')
  expect(sim.gateway.online).toBe(2)
})

test('messages are dispatched to those who asked for them, ephemeral ones to nobody', async () => {
  const [without, with_] = [await identified(1), await identified(1 | (1 << 9))]
  const posted = await postCard()
  await with_.until(0, 'MESSAGE_CREATE')
  sim.as(people.carmen).deleteMessage(posted)
  await with_.until(0, 'MESSAGE_DELETE')
  expect(without.got.some(({ t }) => t?.startsWith('MESSAGE'))).toBe(false)
})

test('identifies are counted down in /gateway/bot', async () => {
  await identified()
  const headers = { authorization: `Bot ${sim.token}` }
  const answer = await (await fetch(`${sim.apiUrl}/v10/gateway/bot`, { headers })).json()
  expect(answer).toMatchObject({
    url: expect.stringMatching(/^ws:/),
    session_start_limit: { total: 1000, remaining: 999 },
  })
})

import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { people, type Simulator, startSimulator } from '../index.ts'
import { startBot, type TestBot } from '../testing/bot.ts'
import { card, noPings } from '../testing/card.ts'

let sim: Simulator
let bot: TestBot

beforeEach(async () => {
  sim = await startSimulator()
  bot = await startBot(sim)
})
afterEach(async () => {
  await bot.stop()
  await sim.close()
})

/** A raw request, since fetch does not let one choose Host and Origin. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body?: object) {
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = request(`${sim.url}${path}`, { method, headers: { 'content-type': 'application/json', ...headers } })
    sent.on('response', async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve({ status: response.statusCode ?? 0, text, headers: response.headers })
    })
    sent.on('error', reject)
    sent.end(body && JSON.stringify(body))
  })
}

const own = () => ({ origin: sim.url })
const state = async (userId: string) => JSON.parse((await ask('GET', `/page/state?as=${userId}`)).text)
const postCard = () =>
  bot.client.rest.post('/channels/100000000000000002/messages', { body: { ...card(), ...noPings } })

describe('the page', () => {
  test('is served with a policy that allows no inline script and no other host', async () => {
    const page = await ask('GET', '/')
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toContain("script-src 'self'")
    expect(page.headers['content-security-policy']).not.toContain('unsafe')
    expect(page.text).not.toMatch(/https?:\/\/|<script>|style=|onclick/)
    const files = [...page.text.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)].map(([, path]) => path!)
    expect(files).toHaveLength(3)
    for (const path of files) expect((await ask('GET', path)).status).toBe(200)
  })

  test('its scripts never turn text into markup', async () => {
    for (const file of ['app', 'components', 'dialog', 'dom', 'fields', 'markdown', 'message']) {
      const script = await ask('GET', `/page/${file}.js`)
      expect(script.status).toBe(200)
      expect(script.text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/)
    }
  })

  test('shows an ephemeral answer to its owner and to nobody else', async () => {
    bot.client.on('interactionCreate', (press) => {
      if (press.isButton()) void press.reply({ content: 'for you alone', flags: 64 })
    })
    const { id } = (await postCard()) as { id: string }
    const body = { as: people.diego, messageId: id, customId: 'q1:a:1' }
    const outcome = JSON.parse((await ask('POST', '/page/press', own(), body)).text)
    expect(outcome).toMatchObject({ kind: 'reply', ephemeral: true })
    const contents = async (userId: string) =>
      (await state(userId)).messages.map((one: { content: string }) => one.content)
    expect(await contents(people.diego)).toEqual(['', 'for you alone'])
    expect(await contents(people.ana)).toEqual([''])
    const ephemeral = sim.as(people.diego).ephemerals()[0]!
    const stolen = await ask('POST', '/page/dismiss', own(), { as: people.ana, messageId: ephemeral.id })
    expect(stolen).toMatchObject({ status: 400, text: expect.stringContaining('cannot see') })
  })

  test('says whether the bot is there', async () => {
    expect((await state(people.ana)).bot.online).toBe(true)
    await bot.stop()
    await sim.waitFor(() => sim.gateway.online === 0, 'the bot to leave')
    expect((await state(people.ana)).bot.online).toBe(false)
  })

  test('never shows an interaction’s token', async () => {
    bot.client.on('interactionCreate', (press) => {
      if (press.isButton()) void press.deferUpdate()
    })
    const { id } = (await postCard()) as { id: string }
    await sim.as(people.ana).press('Approve', id)
    const token = sim.requests.find((one) => one.route.endsWith('/callback'))!.path.split('/')[3]!
    expect(token.length).toBeGreaterThan(20)
    expect((await ask('GET', `/page/state?as=${people.ana}`)).text).not.toContain(token)
  })

  test('hears of a change by the event stream', async () => {
    const stream = await fetch(`${sim.url}/page/events`)
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toContain('event: change')
    await postCard()
    expect((await reader.read()).value).toContain('event: change')
    await reader.cancel()
  })
})

describe('another site', () => {
  const body = { as: people.ana, messageId: '1', customId: 'x' }
  test.each([
    ['a name made to point at loopback', 'GET', '/page/state', { host: 'evil.example' }],
    ['a name made to point at loopback, on the page itself', 'GET', '/', { host: 'evil.example:80' }],
    ['reading across origins', 'GET', '/page/state', { origin: 'http://evil.example' }],
    ['reading across sites without an Origin', 'GET', '/page/state', { 'sec-fetch-site': 'cross-site' }],
    ['pressing across origins', 'POST', '/page/press', { origin: 'http://evil.example' }],
    ['pressing from a sandboxed frame', 'POST', '/page/press', { origin: 'null' }],
    ['pressing without saying where from', 'POST', '/page/press', {}],
    ['another port of this machine', 'POST', '/page/press', { origin: 'http://127.0.0.1:1' }],
  ])('is refused: %s', async (_, method, path, headers) => {
    const sent = method === 'POST' ? body : undefined
    expect((await ask(method, path, headers as Record<string, string>, sent)).status).toBe(403)
  })

  test('the page’s own requests pass', async () => {
    expect((await ask('POST', '/page/press', own(), body)).status).toBe(400)
    expect((await ask('POST', '/page/press', { 'sec-fetch-site': 'same-origin' }, body)).status).toBe(400)
  })
})

import type { APIInteraction } from 'discord-api-types/v10'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { people, type Simulator, startSimulator } from '../index.ts'
import { startBot, type TestBot } from '../testing/bot.ts'
import { card, noPings } from '../testing/card.ts'

let sim: Simulator
let bot: TestBot
let posted: string
/** Answers the next interaction. */
let answer: (interaction: APIInteraction) => Promise<unknown>

beforeAll(async () => {
  sim = await startSimulator({ rateLimits: false })
  bot = await startBot(sim)
  bot.client.ws.on('INTERACTION_CREATE' as never, ((interaction: APIInteraction) => void answer(interaction)) as never)
  const channel = '/channels/100000000000000002/messages'
  posted = ((await bot.client.rest.post(channel, { body: { ...card(), ...noPings } })) as { id: string }).id
})
beforeEach(() => {
  sim.violations.length = 0
})
afterAll(async () => {
  await bot.stop()
  await sim.close()
})

async function send(method: string, path: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${sim.apiUrl}/v10${path}`, { method, headers, body: JSON.stringify(body) })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : undefined }
}

/** Presses Approve, answers with these bodies in turn, and gives the answers' answers. */
async function answered(...steps: ((interaction: APIInteraction) => [string, string, object])[]) {
  const done = Promise.withResolvers<{ status: number; body: { code?: number } | undefined }[]>()
  answer = async (interaction) => {
    const answers = []
    for (const step of steps) answers.push(await send(...step(interaction)))
    done.resolve(answers)
    // Ends a press that a refused answer left open, so that no test waits three seconds.
    await send(...callback({ type: 6 })(interaction))
  }
  await sim.as(people.ana).press('Approve', posted)
  return done.promise
}

const callback =
  (body: object) =>
  ({ id, token }: APIInteraction): [string, string, object] => ['POST', `/interactions/${id}/${token}/callback`, body]
const webhook =
  (method: string, path: string, body: object) =>
  ({ token }: APIInteraction): [string, string, object] => [method, `/webhooks/${people.bot}/${token}${path}`, body]

const field = (id: string, more: object = {}) => ({
  type: 18,
  label: 'Note',
  component: { type: 4, style: 1, custom_id: id, ...more },
})
const modal = (...components: object[]) => ({ type: 9, data: { custom_id: 'm', title: 'Reject', components } })

describe('an answer that Discord refuses is refused the same way, and recorded', () => {
  test.each<[string, object, string, string]>([
    ['a type nobody knows', { type: 3 }, 'type', 'BASE_TYPE_CHOICES'],
    ['choices for a press', { type: 8, data: { choices: [] } }, 'type', 'BASE_TYPE_CHOICES'],
    ['Components V2 on a deferral', { type: 5, data: { flags: 1 << 15 } }, 'data.flags', 'BASE_TYPE_CHOICES'],
    [
      'a reply over 2000',
      { type: 4, data: { content: 'x'.repeat(2001), ...noPings } },
      'data.content',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'content on the card’s Components V2',
      { type: 7, data: { content: 'x', ...noPings } },
      'data.content',
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    ['a modal without fields', modal(), 'data.components', 'BASE_TYPE_BAD_LENGTH'],
    [
      'a modal of six fields',
      modal(...['a', 'b', 'c', 'd', 'e', 'f'].map((id) => field(id))),
      'data.components',
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a modal title over 45',
      { type: 9, data: { ...modal(field('a')).data, title: 'x'.repeat(46) } },
      'data.title',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'two fields of one custom_id',
      modal(field('a'), field('a')),
      'data.components.1.component.custom_id',
      'COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'a label on an input inside a Label',
      modal(field('a', { label: 'x' })),
      'data.components.0.component.label',
      'COMPONENT_LABEL_FORBIDDEN',
    ],
    [
      'an input in a row without a label',
      modal({ type: 1, components: [field('a').component] }),
      'data.components.0.components.0.label',
      'BASE_TYPE_REQUIRED',
    ],
    [
      'a least length above the greatest',
      modal(field('a', { min_length: 9, max_length: 8 })),
      'data.components.0.component.min_length',
      'TEXT_INPUT_RANGE',
    ],
    [
      'a value longer than allowed',
      modal(field('a', { value: 'long', max_length: 3 })),
      'data.components.0.component.value',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a radio group of one',
      modal({ ...field('a'), component: { type: 21, custom_id: 'r', options: [{ label: 'a', value: 'a' }] } }),
      'data.components.0.component.options',
      'BASE_TYPE_BAD_LENGTH',
    ],
  ])('%s', async (_, body, at, code) => {
    const [refused] = await answered(callback(body))
    expect(refused).toMatchObject({ status: 400, body: { code: 50035 } })
    expect(sim.violations).toMatchObject([{ route: '/interactions/:interaction/:token/callback', at, code }])
  })

  test('a modal in answer to a modal', async () => {
    answer = (interaction) => send(...callback(modal(field('a')))(interaction))
    const { modal: shown } = await sim.as(people.ana).press('Approve', posted)
    const refused = Promise.withResolvers<unknown>()
    answer = async (interaction) => {
      refused.resolve(await send(...callback(modal(field('a')))(interaction)))
      await send(...callback({ type: 6 })(interaction))
    }
    await sim.as(people.ana).submitModal(shown!, { a: 'x' })
    expect(await refused.promise).toMatchObject({ status: 400, body: { code: 50035 } })
    expect(sim.violations).toMatchObject([{ at: 'type' }])
  })
})

describe('would ping', () => {
  test('is recorded for a reply, an update, a follow-up and an edit without allowed_mentions', async () => {
    const steps = [
      [
        callback({ type: 4, data: { content: 'x' } }),
        webhook('PATCH', '/messages/%40original', { content: 'y' }),
        webhook('POST', '', { content: 'z' }),
      ],
      [callback({ type: 7, data: card() })],
    ]
    for (const some of steps) for (const { status } of await answered(...some)) expect(status).toBeLessThan(300)
    expect(sim.violations.map(({ kind, route }) => `${kind} ${route}`)).toEqual([
      'would-ping /interactions/:interaction/:token/callback',
      'would-ping /webhooks/:application/:token/messages/:message',
      'would-ping /webhooks/:application/:token',
      'would-ping /interactions/:interaction/:token/callback',
    ])
  })

  test('is not asked of deferrals and modals, which carry no message', async () => {
    for (const body of [{ type: 5, data: { flags: 64 } }, { type: 6 }, modal(field('a'))])
      expect(await answered(callback(body))).toMatchObject([{ status: 204 }])
    expect(sim.violations).toEqual([])
  })
})

describe('an interaction’s webhook', () => {
  test('edits, reads and deletes its own messages and no others', async () => {
    const [, read, edited, foreign, deleted, gone] = await answered(
      callback({ type: 4, data: { content: 'mine', flags: 64, ...noPings } }),
      webhook('PATCH', '/messages/@original', { content: 'read', ...noPings }),
      webhook('PATCH', '/messages/%40original', { content: 'edited', ...noPings }),
      ({ token }) => ['PATCH', `/webhooks/${people.bot}/${token}/messages/${posted}`, noPings],
      webhook('DELETE', '/messages/%40original', {}),
      webhook('PATCH', '/messages/%40original', noPings),
    )
    expect(read).toMatchObject({ status: 200, body: { content: 'read' } })
    expect(edited).toMatchObject({ status: 200, body: { content: 'edited', flags: 64 } })
    expect(foreign).toMatchObject({ status: 404, body: { code: 10008 } })
    expect(deleted?.status).toBe(204)
    expect(gone).toMatchObject({ status: 404, body: { code: 10008 } })
  })

  test('gives the first follow-up the place of the deferred answer', async () => {
    const [, followUp] = await answered(
      callback({ type: 5, data: { flags: 64 } }),
      webhook('POST', '?wait=true', { content: 'here', ...noPings }),
    )
    expect(followUp).toMatchObject({ status: 200, body: { content: 'here', flags: 64, edited_timestamp: null } })
    expect(
      sim
        .as(people.ana)
        .ephemerals()
        .filter(({ content }) => content === 'here'),
    ).toHaveLength(1)
  })
})

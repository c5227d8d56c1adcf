import { ButtonStyle, MessageFlags } from 'discord-api-types/v10'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '../index.ts'
import { card, noPings } from '../testing/card.ts'

const queue = '/channels/100000000000000002/messages'
const commands = '/applications/100000000000000020/guilds/100000000000000001/commands'
const v2 = MessageFlags.IsComponentsV2

let sim: Simulator

beforeAll(async () => {
  sim = await startSimulator({ rateLimits: false })
})
beforeEach(() => {
  sim.violations.length = 0
})
afterAll(() => sim.close())

async function call(method: string, path: string, body: unknown) {
  const response = await fetch(`${sim.apiUrl}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${sim.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> & { id: string } }
}

const button = (more: object) => ({ type: 2, style: 1, label: 'Go', custom_id: 'go', ...more })
const row = (...components: object[]) => ({ type: 1, components })
const text = (content: string) => ({ type: 10, content })
const inV2 = (...components: object[]) => ({ flags: v2, components })
const select = (more: object) => ({ type: 3, custom_id: 's', options: [{ label: 'A', value: 'a' }], ...more })

describe('a message that Discord refuses is refused the same way, and recorded', () => {
  test.each<[string, object, string, string]>([
    ['content over 2000', { content: 'x'.repeat(2001) }, 'content', 'BASE_TYPE_MAX_LENGTH'],
    [
      'text over 4000 in all',
      inV2(text('x'.repeat(2500)), text('x'.repeat(2500))),
      'components',
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
    ],
    ['text over 10170 bytes', inV2(text('中'.repeat(3400))), 'components', 'COMPONENT_PROCESSED_SIZE_EXCEEDED'],
    [
      '41 components, nested ones counted',
      inV2(...Array.from({ length: 2 }, () => ({ type: 17, components: Array.from({ length: 20 }, () => text('x')) }))),
      'components',
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
    ],
    [
      'Components V2 with content',
      { ...inV2(text('x')), content: 'y' },
      'content',
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      'Components V2 with an embed',
      { ...inV2(text('x')), embeds: [{ title: 'y' }] },
      'embeds',
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    [
      'a container without the flag',
      { components: [{ type: 17, components: [text('x')] }] },
      'components.0.type',
      'UNION_TYPE_CHOICES',
    ],
    [
      'six rows without the flag',
      { components: Array.from({ length: 6 }, (_, i) => row(button({ custom_id: `${i}` }))) },
      'components',
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a custom_id used twice',
      inV2(row(button({}), button({}))),
      'components.0.components.1.custom_id',
      'COMPONENT_CUSTOM_ID_DUPLICATED',
    ],
    [
      'a component id used twice',
      inV2({ ...text('x'), id: 3 }, { ...text('y'), id: 3 }),
      'components.1.id',
      'COMPONENT_ID_DUPLICATED',
    ],
    [
      'a custom_id over 100',
      inV2(row(button({ custom_id: 'x'.repeat(101) }))),
      'components.0.components.0.custom_id',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a label over 80',
      inV2(row(button({ label: 'x'.repeat(81) }))),
      'components.0.components.0.label',
      'BASE_TYPE_MAX_LENGTH',
    ],
    [
      'a button without label and emoji',
      inV2(row({ type: 2, style: 1, custom_id: 'a' })),
      'components.0.components.0.label',
      'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED',
    ],
    [
      'a button without custom_id',
      inV2(row({ type: 2, style: 1, label: 'a' })),
      'components.0.components.0.custom_id',
      'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED',
    ],
    [
      'a link button without url',
      inV2(row({ type: 2, style: ButtonStyle.Link, label: 'a' })),
      'components.0.components.0.url',
      'BUTTON_COMPONENT_URL_REQUIRED',
    ],
    [
      'a link button with a bad url',
      inV2(row({ type: 2, style: 5, label: 'a', url: 'blog' })),
      'components.0.components.0.url',
      'URL_TYPE_INVALID_URL',
    ],
    [
      'a link button with a custom_id',
      inV2(row(button({ style: 5, url: 'http://a.example' }))),
      'components.0.components.0.custom_id',
      'BUTTON_COMPONENT_CUSTOM_ID_FORBIDDEN',
    ],
    [
      'a url on an ordinary button',
      inV2(row(button({ url: 'http://a.example' }))),
      'components.0.components.0.url',
      'BUTTON_COMPONENT_URL_FORBIDDEN',
    ],
    [
      'six buttons in a row',
      inV2(row(...Array.from({ length: 6 }, (_, i) => button({ custom_id: `${i}` })))),
      'components.0.components',
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a select beside a button',
      inV2(row(select({}), button({}))),
      'components.0.components',
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    ],
    [
      'two options with one value',
      inV2(
        row(
          select({
            options: [
              { label: 'A', value: 'a' },
              { label: 'B', value: 'a' },
            ],
          }),
        ),
      ),
      'components.0.components.0.options',
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    ],
    [
      'more answers than options',
      inV2(row(select({ max_values: 2 }))),
      'components.0.components.0.max_values',
      'SELECT_RANGE',
    ],
    [
      'embeds over 6000',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
      'embeds',
      'MAX_EMBED_SIZE_EXCEEDED',
    ],
    ['a nonce over 25', { content: 'x', nonce: 'x'.repeat(26) }, 'nonce', 'BASE_TYPE_MAX_LENGTH'],
    [
      'a file that is not attached',
      inV2({ type: 13, file: { url: 'attachment://a.txt' } }),
      'components.0',
      'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
    ],
    [
      'a text where a number belongs',
      inV2({ type: 17, accent_color: 'red', components: [text('x')] }),
      'components.0.accent_color',
      'NUMBER_TYPE_CONVERT',
    ],
    ['an unknown component type', inV2({ type: 99 }), 'components.0.type', 'UNION_TYPE_CHOICES'],
    [
      'one bad button among good parts, named alone',
      inV2({ type: 17, components: [text('x'), row(button({ style: 9 }))] }),
      'components.0.components.1.components.0.style',
      'BASE_TYPE_CHOICES',
    ],
  ])('%s', async (_, body, at, code) => {
    const answer = await call('POST', queue, { ...body, ...noPings })
    expect(answer).toMatchObject({ status: 400, body: { code: 50035, message: 'Invalid Form Body' } })
    expect(sim.violations).toMatchObject([{ method: 'POST', route: '/channels/:channel/messages', at, code }])
    const field = at
      .split('.')
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], answer.body.errors)
    expect(field).toMatchObject({ _errors: [{ code }] })
    expect(sim.messages()).toHaveLength(0)
  })

  test('an empty message is 50006', async () => {
    expect(await call('POST', queue, noPings)).toMatchObject({ status: 400, body: { code: 50006 } })
    expect(sim.violations).toMatchObject([{ kind: 'semantic', code: '50006' }])
  })
})

describe('an edit', () => {
  test('is judged with what it leaves: content on a Components V2 message is refused', async () => {
    const { body } = await call('POST', queue, { ...card(), ...noPings })
    expect(await call('PATCH', `${queue}/${body.id}`, { content: 'x', ...noPings })).toMatchObject({ status: 400 })
    expect(sim.violations).toMatchObject([{ at: 'content', route: '/channels/:channel/messages/:message' }])
  })

  test('never takes the Components V2 flag away, and may add it', async () => {
    const { body } = await call('POST', queue, { ...card(), ...noPings })
    const { body: edited } = await call('PATCH', `${queue}/${body.id}`, { flags: 0, ...noPings })
    expect(edited.flags).toBe(v2)
    const { body: plain } = await call('POST', queue, { content: 'x', ...noPings })
    const converted = await call('PATCH', `${queue}/${plain.id}`, { content: null, ...card('y'), ...noPings })
    expect(converted).toMatchObject({ status: 200, body: { flags: v2, content: '' } })
  })
})

describe('would ping', () => {
  test.each([
    ['nothing said', {}],
    ['everything allowed', { allowed_mentions: { parse: ['everyone'] } }],
    ['parse left out', { allowed_mentions: {} }],
    ['a user listed', { allowed_mentions: { parse: [], users: ['100000000000000031'] } }],
  ])('is recorded when a message comes with %s, and the message is taken', async (_, mentions) => {
    const { status, body } = await call('POST', queue, { content: '@everyone', ...mentions })
    expect(status).toBe(200)
    expect(sim.violations).toMatchObject([{ kind: 'would-ping', at: 'allowed_mentions' }])
    await call('PATCH', `${queue}/${body.id}`, { content: '@here', ...mentions })
    expect(sim.violations).toHaveLength(2)
    expect(sim.requests.at(-1)?.valid).toBe(true)
  })
})

describe('what Discord tolerates', () => {
  test('unknown properties are warnings, not violations', async () => {
    expect((await call('POST', queue, { content: 'x', enforce_nonse: true, ...noPings })).status).toBe(200)
    expect(sim.requests.at(-1)).toMatchObject({ valid: true, warnings: ['enforce_nonse'] })
    expect(sim.violations).toEqual([])
  })

  test('whole numbers may come as strings, within the same bounds', async () => {
    const command = { name: 'queue', description: 'The queue', default_member_permissions: '8192' }
    expect(await call('PUT', commands, [command])).toMatchObject({ status: 200 })
    expect(sim.violations).toEqual([])
    await call('POST', queue, { ...inV2({ type: 17, accent_color: '16777216', components: [text('x')] }), ...noPings })
    expect(sim.violations).toMatchObject([{ at: 'components.0.accent_color', code: 'NUMBER_TYPE_MAX' }])
  })
})

describe('a command that Discord refuses', () => {
  const good = { name: 'find', description: 'Finds' }
  test.each([
    ['capital letters', [{ ...good, name: 'Find' }], '0.name'],
    ['no description', [{ name: 'find' }], '0.description'],
    ['a description on a message command', [{ ...good, type: 3 }], '0.description'],
    ['a name used twice', [good, good], '1.name'],
    [
      'a required option after an optional one',
      [
        {
          ...good,
          options: [
            { type: 3, name: 'a', description: 'a' },
            { type: 3, name: 'b', description: 'b', required: true },
          ],
        },
      ],
      '0.options.1',
    ],
    ['sixteen message commands', Array.from({ length: 16 }, (_, i) => ({ name: `c${i}`, type: 3 })), ''],
  ])('%s', async (_, body, at) => {
    expect(await call('PUT', commands, body)).toMatchObject({ status: 400, body: { code: 50035 } })
    expect(sim.violations).toMatchObject([{ at }])
  })
})

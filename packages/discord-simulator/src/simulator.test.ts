import { type ButtonInteraction, ComponentType, type Interaction, MessageFlags, TextInputStyle } from 'discord.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { people, type SimMessage, type Simulator, startSimulator } from './index.ts'
import { startBot, type TestBot } from './testing/bot.ts'
import { card } from './testing/card.ts'

const channelId = '100000000000000002'
let sim: Simulator
let bot: TestBot
let skewMs = 0

beforeEach(async () => {
  skewMs = 0
  sim = await startSimulator({ now: () => Date.now() + skewMs })
  bot = await startBot(sim)
})
afterEach(async () => {
  await bot.stop()
  await sim.close()
})

const onInteraction = (answer: (interaction: Interaction) => unknown) => bot.client.on('interactionCreate', answer)
const onButton = (answer: (press: ButtonInteraction) => unknown) =>
  onInteraction((interaction) => (interaction.isButton() ? answer(interaction) : undefined))

async function postCard(text?: string): Promise<SimMessage> {
  const channel = await bot.client.channels.fetch(channelId)
  if (!channel?.isSendable()) throw new Error('The queue channel is not sendable')
  const sent = await channel.send(card(text))
  return sim.messages().find((message) => message.id === sent.id)!
}

describe('a discord.js client', () => {
  test('logs in, becomes ready and sees the guild as configured', async () => {
    const guild = bot.client.guilds.cache.get('100000000000000001')
    expect(guild?.name).toBe('Demo blog')
    expect(bot.client.user.id).toBe(people.bot)
    expect(guild?.roles.cache.get('100000000000000010')?.name).toBe('Moderator')
    expect(sim.gateway.online).toBe(1)
    expect((await guild?.members.fetch(people.ana))?.roles.cache.has('100000000000000010')).toBe(true)
  })

  test('is refused with a wrong token, at the REST door', async () => {
    await expect(startBot({ ...sim, token: 'MTAw.no.no' } as Simulator)).rejects.toThrow(/token/i)
  })

  test('posts a card that is stored as Discord would, numbered and unedited', async () => {
    const posted = await postCard('Hello')
    expect(posted.flags).toBe(MessageFlags.IsComponentsV2)
    expect(posted.edited_timestamp).toBeNull()
    expect(posted.components).toMatchObject([
      {
        type: 17,
        id: 1,
        components: [
          { type: 10, id: 2, content: 'Hello' },
          { type: 1, id: 3 },
        ],
      },
    ])
    expect(sim.violations).toEqual([])
  })
})

describe('a press', () => {
  test('updates the card and reaches the bot with member, roles and permissions', async () => {
    onButton((press) => press.update(card(`by ${press.member?.user.id} in ${press.guildId}`, false)))
    const outcome = await sim.as(people.ana).press('Approve', await postCard())
    expect(outcome.kind).toBe('update')
    expect(outcome.ackMs).toBeLessThan(3000)
    expect(JSON.stringify(sim.messages()[0]?.components)).toContain(`by ${people.ana} in 100000000000000001`)
    expect(sim.messages()[0]?.edited_timestamp).not.toBeNull()
    expect(sim.violations).toEqual([])
  })

  test('answered privately is seen by the one who pressed and by nobody else', async () => {
    onButton((press) => press.reply({ content: 'Moderators only', flags: MessageFlags.Ephemeral }))
    const outcome = await sim.as(people.diego).press('q1:a', await postCard())
    expect(outcome).toMatchObject({ kind: 'reply', ephemeral: true, message: { content: 'Moderators only' } })
    expect(sim.as(people.diego).ephemerals()).toHaveLength(1)
    expect(sim.as(people.ana).ephemerals()).toHaveLength(0)
    expect(sim.messages()).toHaveLength(1)
    sim.as(people.diego).dismiss(sim.as(people.diego).ephemerals()[0]!.id)
    expect(sim.as(people.diego).ephemerals()).toHaveLength(0)
  })

  test('deferred and edited later settles with the edit, in Components V2', async () => {
    onButton(async (press) => {
      await press.deferReply({ flags: MessageFlags.Ephemeral })
      await press.editReply(card('Slow answer', false))
    })
    const outcome = await sim.as(people.bruno).press('Approve', await postCard())
    expect(outcome.kind).toBe('deferred')
    const settled = await outcome.settled
    expect(JSON.stringify(settled.message?.components)).toContain('Slow answer')
    expect(settled.message?.flags).toBe(MessageFlags.Ephemeral | MessageFlags.IsComponentsV2)
    expect(sim.violations).toEqual([])
  })

  test('deferred as an update edits the card itself', async () => {
    onButton(async (press) => {
      await press.deferUpdate()
      await press.editReply(card('Decided', false))
    })
    const posted = await postCard()
    const outcome = await sim.as(people.bruno).press('Approve', posted)
    expect((await outcome.settled).message?.id).toBe(posted.id)
    expect(JSON.stringify(sim.messages()[0]?.components)).toContain('Decided')
  })

  test('answered twice gets 40060 the second time', async () => {
    const second = Promise.withResolvers<unknown>()
    onButton(async (press) => {
      await press.deferUpdate()
      const again = { body: { type: 6 }, auth: false as const }
      await bot.client.rest.post(`/interactions/${press.id}/${press.token}/callback`, again).catch(second.resolve)
    })
    await sim.as(people.ana).press('Approve', await postCard())
    expect(await second.promise).toMatchObject({ code: 40060, status: 400 })
  })

  test('answered after three seconds is an unknown interaction, and failed for who pressed', async () => {
    const late = Promise.withResolvers<unknown>()
    onButton(async (press) => {
      skewMs += 3_001
      await press.deferUpdate().catch(late.resolve)
    })
    const outcome = await sim.as(people.ana).press('Approve', await postCard())
    expect(outcome.kind).toBe('failed')
    expect(await late.promise).toMatchObject({ code: 10062, status: 404 })
  })

  test('has a token that is good for a quarter of an hour', async () => {
    const late = Promise.withResolvers<unknown>()
    onButton(async (press) => {
      await press.deferUpdate()
      skewMs += 15 * 60_000 + 1
      await press.editReply(card('too late', false)).catch(late.resolve)
    })
    await sim.as(people.ana).press('Approve', await postCard())
    expect(await late.promise).toMatchObject({ code: 50027, status: 401 })
  })

  test('delivered twice is one interaction: the second answer gets 40060', async () => {
    const answers: unknown[] = []
    onButton((press) =>
      press.deferUpdate().then(
        () => answers.push('ok'),
        (error) => answers.push(error.code),
      ),
    )
    await sim.as(people.ana).press('Approve', await postCard(), { duplicate: true })
    await expect.poll(() => answers.length).toBe(2)
    expect(answers).toEqual(['ok', 40060])
  })

  test('delivered late leaves the bot only the rest of the three seconds', async () => {
    const seen = Promise.withResolvers<number>()
    onButton(async (press) => {
      seen.resolve(Date.now() - press.createdTimestamp)
      await press.deferUpdate().catch(() => {})
    })
    const posted = await postCard()
    expect((await sim.as(people.ana).press('Approve', posted, { lateMs: 2_000 })).kind).toBe('deferred')
    expect(await seen.promise).toBeGreaterThanOrEqual(2_000)
    expect((await sim.as(people.ana).press('Approve', posted, { lateMs: 3_001 })).kind).toBe('failed')
  })

  test('on an old view of a card still reaches the bot when asked to, as a race would', async () => {
    const pressed: string[] = []
    onButton(async (press) => {
      pressed.push(press.customId)
      await press.update(card('done', false)).catch(() => {})
    })
    const seen = await postCard()
    await sim.as(people.ana).press('Approve', seen)
    await expect(sim.as(people.bruno).press('Reject…', seen)).rejects.toThrow('nothing to press')
    expect((await sim.as(people.bruno).press('Reject…', seen, { stale: true })).kind).toBe('update')
    expect(pressed).toEqual(['q1:a:1', 'q1:r:1'])
  })

  test('of two moderators in one millisecond reaches the bot twice, each with a token of its own', async () => {
    const tokens = new Set<string>()
    onButton(async (press) => {
      tokens.add(press.token)
      await press.deferUpdate()
    })
    const posted = await postCard()
    const both = [sim.as(people.ana).press('Approve', posted), sim.as(people.bruno).press('Reject…', posted)]
    expect((await Promise.all(both)).map(({ kind }) => kind)).toEqual(['deferred', 'deferred'])
    expect(tokens.size).toBe(2)
  })

  test('of a button that is not there names the buttons that are', async () => {
    const posted = await postCard()
    await expect(sim.as(people.ana).press('Ban', posted)).rejects.toThrow('it has "Approve", "Reject…", "Open"')
    await expect(sim.as(people.ana).press('Open', posted)).rejects.toThrow('is a link')
  })
})

describe('a modal', () => {
  const modal = {
    custom_id: 'q1:m:1',
    title: 'Reject',
    components: [
      {
        type: ComponentType.Label,
        label: 'Reason',
        component: {
          type: ComponentType.RadioGroup,
          custom_id: 'reason',
          options: [
            { label: 'Spam', value: 'spam' },
            { label: 'Abuse', value: 'abuse' },
          ],
        },
      },
      {
        type: ComponentType.Label,
        label: 'Note',
        component: {
          type: ComponentType.TextInput,
          custom_id: 'note',
          style: TextInputStyle.Paragraph,
          required: false,
        },
      },
      {
        type: ComponentType.Label,
        label: 'Tell the author',
        component: { type: ComponentType.Checkbox, custom_id: 'tell' },
      },
    ],
  }

  test('opens on a press, and its answers come back to the bot', async () => {
    const heard = Promise.withResolvers<unknown>()
    onInteraction(async (interaction) => {
      if (interaction.isButton()) await interaction.showModal(modal as never)
      if (!interaction.isModalSubmit() || !interaction.isFromMessage()) return
      const { fields } = interaction
      heard.resolve({
        reason: fields.getField('reason'),
        note: fields.getTextInputValue('note'),
        tell: fields.getField('tell'),
      })
      await interaction.update(card('Rejected', false))
    })
    const ana = sim.as(people.ana)
    const opened = await ana.press('Reject', await postCard()).catch(() => undefined)
    expect(opened, 'a label is matched whole').toBeUndefined()
    const { kind, modal: shown } = await ana.press('Reject…', sim.messages()[0]!)
    expect(kind).toBe('modal')
    const outcome = await ana.submitModal(shown!, { Reason: 'spam', note: 'link farm', 'Tell the author': 'true' })
    expect(outcome.kind).toBe('update')
    expect(await heard.promise).toMatchObject({ reason: { value: 'spam' }, note: 'link farm', tell: { value: true } })
    expect(JSON.stringify(sim.messages()[0]?.components)).toContain('Rejected')
    expect(sim.violations).toEqual([])
  })

  test('refuses what a client would refuse: nothing chosen, an unknown field, another member', async () => {
    onButton((press) => press.showModal(modal as never))
    const ana = sim.as(people.ana)
    const { modal: shown } = await ana.press('Reject…', await postCard())
    await expect(ana.submitModal(shown!, { note: 'x' })).rejects.toThrow('"Reason" is required')
    await expect(ana.submitModal(shown!, { reason: 'nope' })).rejects.toThrow('"Reason" offers spam, abuse, not nope')
    await expect(ana.submitModal(shown!, { reason: 'spam', color: 'red' })).rejects.toThrow('no field color')
    await expect(sim.as(people.bruno).submitModal(shown!, { reason: 'spam' })).rejects.toThrow('no such modal')
  })
})

describe('commands', () => {
  test('are registered, called with options and completed', async () => {
    await bot.client.application.commands.set(
      [
        {
          name: 'find',
          description: 'Finds a comment',
          defaultMemberPermissions: '8192',
          options: [{ type: 3, name: 'text', description: 'Words', required: true, autocomplete: true }],
        },
        { name: 'Show context', type: 3 },
      ],
      '100000000000000001',
    )
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply({ content: interaction.options.getString('text', true), flags: MessageFlags.Ephemeral })
      if (interaction.isMessageContextMenuCommand())
        await interaction.reply({ content: `on ${interaction.targetMessage.id}`, flags: MessageFlags.Ephemeral })
      if (interaction.isAutocomplete())
        await interaction.respond([{ name: 'Hello', value: interaction.options.getFocused() }])
    })
    const ana = sim.as(people.ana)
    const posted = await postCard()
    expect(await ana.command('find', { text: 'hola' })).toMatchObject({ kind: 'reply', message: { content: 'hola' } })
    expect(await ana.command('Show context', { target: posted.id })).toMatchObject({
      message: { content: `on ${posted.id}` },
    })
    expect(await ana.autocomplete('find', 'text', { text: 'he' })).toMatchObject({
      kind: 'choices',
      choices: [{ name: 'Hello', value: 'he' }],
    })
    await expect(ana.command('find')).rejects.toThrow('needs the option "text"')
    await expect(ana.command('nope')).rejects.toThrow('there are: find, Show context')
    expect(sim.violations).toEqual([])
  })
})

describe('the gateway', () => {
  test('replays a press made while the line was down, and the bot still answers it', async () => {
    onButton((press) => press.deferUpdate())
    const posted = await postCard()
    sim.gateway.drop()
    const outcome = await sim.as(people.ana).press('Approve', posted)
    expect(outcome.kind).toBe('deferred')
    expect(sim.requests.filter((request) => request.route === '/gateway/bot')).toHaveLength(1)
  })

  test.each([
    ['op7', () => sim.gateway.op7()],
    ['op9, resumable', () => sim.gateway.op9(true)],
    ['op9, not resumable', () => sim.gateway.op9(false)],
  ])('has the client back after %s', async (_, fault) => {
    onButton((press) => press.deferUpdate())
    const posted = await postCard()
    const back = new Promise((resolve) => {
      bot.client.once('shardResume', resolve)
      bot.client.once('shardReady', resolve)
    })
    fault()
    await back
    expect((await sim.as(people.ana).press('Approve', posted)).kind).toBe('deferred')
  })

  test('tells of deleted messages to those with the intent', async () => {
    await bot.stop()
    bot = await startBot(sim, { intents: ['Guilds', 'GuildMessages'] })
    const posted = await postCard()
    const deleted = new Promise((resolve) => bot.client.once('messageDelete', ({ id }) => resolve(id)))
    sim.as(people.carmen).deleteMessage(posted.id)
    expect(await deleted).toBe(posted.id)
    await expect(bot.client.rest.get(`/channels/${channelId}/messages/${posted.id}`)).rejects.toMatchObject({
      code: 10008,
    })
  })

  test('refuses an intent that is not switched on', async () => {
    await expect(startBot(sim, { intents: ['Guilds', 'MessageContent'] })).rejects.toThrow(/disallowed intents/i)
  })
})

import { openDialog } from './dialog.js'
import { h, post } from './dom.js'
import { message } from './message.js'

const $ = (id) => document.getElementById(id)
const failures = new Map()
/** Messages as drawn: what they were drawn from, so that only what changed is drawn again. */
const drawn = new Map()
let state
let me = sessionStorage.getItem('as') ?? ''

const view = {
  get state() {
    return state
  },
  names: {
    user: (id) => state.users.find((one) => one.id === id)?.name ?? 'unknown-user',
    role: (id) => state.roles.find((one) => one.id === id)?.name ?? 'unknown-role',
    channel: (id) => state.channels.find((one) => one.id === id)?.name ?? 'unknown',
  },
  failed: (id) => failures.get(id),
  dismiss: (one) => post('/page/dismiss', { as: me, messageId: one.id }),
  remove: (one) => post('/page/delete', { as: me, messageId: one.id }),
  runMessageCommand: (command, one) => run(command.name, { target: one.id }),
  async press(component, values, element) {
    const messageId = element.closest('article').dataset.messageId
    failures.delete(messageId)
    element.setAttribute('aria-busy', 'true')
    element.disabled = true
    try {
      const outcome = await post('/page/press', { as: me, messageId, customId: component.custom_id, values })
      answered(outcome, messageId)
    } catch (error) {
      failures.set(messageId, error.message)
    }
    element.removeAttribute('aria-busy')
    element.disabled = false
    await refresh()
  },
}

function answered(outcome, messageId) {
  if (outcome.kind === 'failed' && messageId) failures.set(messageId, 'This interaction failed')
  if (outcome.kind === 'failed' && !messageId) $('note').textContent = 'The application did not respond'
  if (outcome.kind === 'modal') openModal(outcome.modal)
}

const openModal = (modal) =>
  openDialog(modal, view, async (values) => {
    const outcome = await post('/page/modal', { as: me, interactionId: modal.interactionId, values })
    if (outcome.kind === 'failed') throw new Error('Something went wrong. Try again.')
    answered(outcome, modal.messageId)
  })

async function run(name, options) {
  $('note').textContent = ''
  answered(await post('/page/command', { as: me, name, options }))
}

/** A command's options as a form, drawn like a modal. */
function commandModal(command) {
  const field = (option) => ({
    type: 18,
    label: option.name,
    description: option.description,
    component: option.choices?.length
      ? {
          type: 3,
          custom_id: option.name,
          required: Boolean(option.required),
          options: option.choices.map((one) => ({ label: one.name, value: String(one.value) })),
        }
      : { type: 4, style: 1, custom_id: option.name, required: Boolean(option.required) },
  })
  return { title: `/${command.name}`, components: command.options.map(field) }
}

const converted = { 4: Number, 5: (text) => text === 'true', 10: Number }

function send(text) {
  const name = text.trim().replace(/^\//, '')
  const command = state.commands.find((one) => one.type === 1 && one.name === name.split(' ')[0])
  if (!command) throw new Error(`There is no command "${text}". The bot has: ${slashNames().join(', ') || 'none'}`)
  const asks = (command.options ?? []).filter((option) => option.type > 2)
  if (!asks.length) return run(name, {})
  openDialog(commandModal(command), view, (values) => {
    const given = asks.flatMap((option) => {
      const value = [values[option.name]].flat()[0]
      return value ? [[option.name, (converted[option.type] ?? String)(value)]] : []
    })
    return run(name, Object.fromEntries(given))
  })
}

const slashNames = () =>
  state.commands
    .filter((one) => one.type === 1)
    .flatMap((one) => {
      const subcommands = (one.options ?? []).filter((option) => option.type === 1)
      return subcommands.length ? subcommands.map((sub) => `/${one.name} ${sub.name}`) : [`/${one.name}`]
    })

function drawMessages() {
  const list = $('messages')
  const atEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 80
  const before = new Set(drawn.keys())
  for (const one of state.messages) {
    const made = JSON.stringify([one, failures.get(one.id), state.me, state.commands.length])
    const old = drawn.get(one.id)
    before.delete(one.id)
    if (old?.made === made) continue
    const element = message(one, view)
    const focused = old?.element.contains(document.activeElement) && document.activeElement.getAttribute('aria-label')
    if (old) old.element.replaceWith(element)
    else {
      list.append(element)
      announce(one)
    }
    // The pressed button is gone with the old drawing; keep the keyboard where it was.
    if (focused) ([...element.querySelectorAll('button')].find((one) => one.ariaLabel === focused) ?? element).focus()
    drawn.set(one.id, { made, element })
  }
  for (const id of before) {
    drawn.get(id).element.remove()
    drawn.delete(id)
  }
  if (atEnd) window.scrollTo(0, document.body.scrollHeight)
}

let announced = false
function announce(one) {
  if (announced)
    $('live').textContent = `New message from ${one.author.global_name}, ${new Date().toLocaleTimeString()}`
}

function draw() {
  document.title = `#${state.channel.name} · Discord simulator`
  $('channel-name').textContent = state.channel.name
  $('channel-topic').textContent = `${state.guild} · ${state.channel.topic}`
  $('bot').textContent = state.bot.online ? `${state.bot.name} online` : `${state.bot.name} bot offline`
  $('bot').dataset.online = state.bot.online
  const options = state.people.map((one) =>
    h(
      'option',
      { value: one.id, selected: one.id === state.me.id },
      `${one.name} (${one.roles.join(', ') || 'no role'})`,
    ),
  )
  if ($('as').options.length !== options.length) $('as').replaceChildren(...options)
  $('empty').hidden = state.messages.length > 0
  $('empty').textContent = state.me.sees ? 'No messages yet.' : `${state.me.name} cannot see this channel.`
  $('commands').replaceChildren(...slashNames().map((value) => h('option', { value })))
  drawMessages()
  drawLog()
}

function drawLog() {
  $('violations').textContent = state.violations.length ? `· ${state.violations.length} violations` : ''
  $('faults').replaceChildren(
    ...state.violations.map((one) =>
      h('li', { class: 'failed' }, `${one.method} ${one.route} ${one.at}: ${one.message}`),
    ),
  )
  $('requests').replaceChildren(
    ...state.requests.map((one) =>
      h(
        'tr',
        {},
        h('td', {}, new Date(one.atMs).toLocaleTimeString()),
        h('td', {}, `${one.method} ${one.route}`),
        h('td', {}, `${one.status || '…'}${one.code ? ` (${one.code})` : ''}`),
      ),
    ),
  )
}

let running
let again = false
/** Fetches and draws the present state; calls during a fetch make one more. */
function refresh() {
  if (running) {
    again = true
    return running
  }
  running = (async () => {
    do {
      again = false
      const asked = me
      const response = await fetch(`/page/state?as=${encodeURIComponent(asked)}`)
      if (!response.ok) break
      const answer = await response.json()
      // Somebody else was chosen meanwhile: what one member sees must not be drawn as another's.
      if (asked !== me) {
        again = true
        continue
      }
      state = answer
      me = state.me.id
      draw()
      announced = true
    } while (again)
  })().finally(() => {
    running = undefined
  })
  return running
}

$('as').addEventListener('change', async (event) => {
  me = event.target.value
  sessionStorage.setItem('as', me)
  failures.clear()
  announced = false
  await refresh()
})

$('composer').addEventListener('submit', async (event) => {
  event.preventDefault()
  const input = $('command')
  const text = input.value
  input.value = ''
  $('note').textContent = ''
  try {
    await send(text)
  } catch (error) {
    $('note').textContent = error.message
  }
})

const events = new EventSource('/page/events')
events.addEventListener('change', refresh)
events.addEventListener('error', () => {
  $('bot').textContent = 'The simulator is not running'
  $('bot').dataset.online = 'false'
})

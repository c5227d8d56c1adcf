import { components } from './components.js'
import { h, link } from './dom.js'
import { markdown } from './markdown.js'

const ephemeral = 64
const loading = 128

/** One message. `view` has `press`, `dismiss`, `remove`, `runMessageCommand`, `names`, `state`, and `failed(id)`. */
export function message(one, view) {
  const private_ = (one.flags & ephemeral) !== 0
  const name = one.author.global_name ?? one.author.username
  const sent = new Date(one.timestamp)
  return h(
    'article',
    {
      'data-message-id': one.id,
      'aria-label': `Message from ${name}, ${sent.toLocaleTimeString()}`,
      class: private_ ? 'message private' : 'message',
      tabindex: -1,
    },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, name.slice(0, 1)),
    h(
      'div',
      { class: 'body' },
      usedBy(one),
      h(
        'p',
        { class: 'byline' },
        h('strong', {}, name),
        one.author.bot && h('span', { class: 'tag' }, 'APP'),
        h('time', { datetime: one.timestamp, title: sent.toLocaleString() }, sent.toLocaleTimeString()),
      ),
      (one.flags & loading) !== 0 && h('p', { class: 'thinking' }, `${name} is thinking…`),
      one.content && h('div', { class: 'text' }, markdown(one.content, view.names)),
      ...(one.embeds ?? []).map((embed) => embedBox(embed, view)),
      ...components(one.components, view),
      ...one.attachments.map((file) =>
        h('p', { class: 'file' }, link(file.url, `${file.filename} (${file.size} bytes)`)),
      ),
      one.edited_timestamp && h('p', { class: 'edited', title: one.edited_timestamp }, '(edited)'),
      view.failed(one.id) && h('p', { class: 'failed', role: 'alert' }, view.failed(one.id)),
      private_ ? onlyYou(one, view) : menu(one, view),
    ),
  )
}

function usedBy({ interaction }) {
  if (!interaction) return undefined
  return h(
    'p',
    { class: 'used' },
    `${interaction.user.global_name ?? interaction.user.username} used /${interaction.name}`,
  )
}

const onlyYou = (one, view) =>
  h(
    'p',
    { class: 'only-you' },
    'Only you can see this · ',
    h('button', { type: 'button', class: 'plain', onclick: () => view.dismiss(one) }, 'Dismiss'),
  )

function menu(one, view) {
  const commands = view.state.commands.filter((command) => command.type === 3)
  const items = [
    ...commands.map((command) => ['Apps: ', command.name, () => view.runMessageCommand(command, one)]),
    ...(view.state.me.moderates ? [['', 'Delete message', () => view.remove(one)]] : []),
  ]
  if (!items.length) return undefined
  return h(
    'details',
    { class: 'menu' },
    h('summary', { 'aria-label': 'More for this message' }, '⋯'),
    h(
      'div',
      {},
      ...items.map(([before, label, onclick]) =>
        h('button', { type: 'button', class: 'plain', onclick }, before + label),
      ),
    ),
  )
}

function embedBox(embed, view) {
  const box = h(
    'div',
    { class: 'container' },
    embed.title && h('p', {}, h('strong', {}, embed.url ? link(embed.url, embed.title) : embed.title)),
    embed.description && h('div', { class: 'text' }, markdown(embed.description, view.names)),
    ...(embed.fields ?? []).map((field) =>
      h('div', { class: 'text' }, h('strong', {}, field.name), markdown(field.value, view.names)),
    ),
    embed.footer && h('p', { class: 'subtext' }, embed.footer.text),
  )
  if (embed.color != null) box.style.setProperty('--accent', `#${embed.color.toString(16).padStart(6, '0')}`)
  return box
}

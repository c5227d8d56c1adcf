import { h, link } from './dom.js'

// Ordered: the first that matches at a position wins.
const inline = [
  [/^\\([\\`*_~|>#[\]()<:\-.!+])/, ([, character]) => character],
  [/^``([\s\S]+?)``/, ([, code]) => h('code', {}, code)],
  [/^`([^`]+)`/, ([, code]) => h('code', {}, code)],
  [/^\*\*([\s\S]+?)\*\*(?!\*)/, ([, text], names) => h('strong', {}, ...spans(text, names))],
  [/^__([\s\S]+?)__/, ([, text], names) => h('u', {}, ...spans(text, names))],
  [/^~~([\s\S]+?)~~/, ([, text], names) => h('s', {}, ...spans(text, names))],
  [/^\|\|([\s\S]+?)\|\|/, ([, text], names) => spoiler(text, names)],
  [/^\*(?!\s)([^*]+?)\*/, ([, text], names) => h('em', {}, ...spans(text, names))],
  [/^_(?!\s)([^_]+?)_(?!\w)/, ([, text], names) => h('em', {}, ...spans(text, names))],
  [/^\[([^\]]+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/, ([, text, url], names) => link(url, ...spans(text, names))],
  [/^<(https?:\/\/[^\s>]+)>/, ([, url]) => link(url)],
  [/^https?:\/\/[^\s<>]+[^\s<>.,;:!?)'"\]]/, ([url]) => link(url)],
  [/^<t:(-?\d+)(?::([tTdDfFR]))?>/, ([, seconds, style]) => time(Number(seconds) * 1000, style)],
  [/^<@!?(\d+)>/, ([, id], names) => h('span', { class: 'mention' }, `@${names.user(id)}`)],
  [/^<@&(\d+)>/, ([, id], names) => h('span', { class: 'mention' }, `@${names.role(id)}`)],
  [/^<#(\d+)>/, ([, id], names) => h('span', { class: 'mention' }, `#${names.channel(id)}`)],
]

function spans(text, names) {
  const nodes = []
  let plain = ''
  const flush = () => {
    if (plain) nodes.push(document.createTextNode(plain))
    plain = ''
  }
  for (let rest = text; rest; ) {
    const hit = inline.map(([pattern, make]) => [pattern.exec(rest), make]).find(([match]) => match)
    if (!hit) {
      // Ordinary text in one step, so that a long message is not matched letter by letter.
      const run = /^[^\\`*_~|[<h\n]+|^[\s\S]/.exec(rest)[0]
      plain += run
      rest = rest.slice(run.length)
      continue
    }
    const [match, make] = hit
    const made = make(match, names)
    if (typeof made === 'string') plain += made
    else {
      flush()
      nodes.push(made)
    }
    rest = rest.slice(match[0].length)
  }
  flush()
  return nodes
}

function spoiler(text, names) {
  const cover = h('button', { type: 'button', class: 'spoiler', 'aria-label': 'Spoiler, press to show' })
  cover.append(h('span', { hidden: true }, ...spans(text, names)))
  cover.addEventListener('click', () => cover.replaceWith(...spans(text, names)))
  return cover
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]

function time(ms, style) {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return h('span', {}, 'Invalid date')
  const seconds = Math.round((ms - Date.now()) / 1000)
  const [unit, size] = units.find(([, one]) => Math.abs(seconds) >= one) ?? units[3]
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.trunc(seconds / size), unit)
  const shown = style === 'R' ? relative : date.toLocaleString()
  return h('time', { datetime: date.toISOString(), title: date.toLocaleString() }, shown)
}

const lines = (text, names) =>
  text.split('\n').flatMap((line, index) => (index ? [h('br'), ...spans(line, names)] : spans(line, names)))

// [a line that starts the block, what to strip from each of its lines, the element]
const blocks = [
  [/^-# /, /^-# /, (text, names) => h('p', { class: 'subtext' }, ...lines(text, names))],
  [/^# /, /^# /, (text, names) => h('h2', { class: 'h1' }, ...lines(text, names))],
  [/^## /, /^## /, (text, names) => h('h2', { class: 'h2' }, ...lines(text, names))],
  [/^### /, /^### /, (text, names) => h('h2', { class: 'h3' }, ...lines(text, names))],
  [/^> /, /^> ?/, (text, names) => h('blockquote', {}, ...markdown(text, names).childNodes)],
  [
    /^\s*[-*] /,
    /^\s*[-*] /,
    (text, names) => h('ul', {}, ...text.split('\n').map((item) => h('li', {}, ...spans(item, names)))),
  ],
]

/** Discord's markdown as nodes; nothing of the text is ever parsed as HTML. */
export function markdown(text, names) {
  const out = document.createDocumentFragment()
  for (const [index, part] of text.split(/```(?:[a-z0-9+-]*\n)?([\s\S]*?)```/).entries()) {
    if (index % 2) out.append(h('pre', { tabindex: 0 }, h('code', {}, part.replace(/\n$/, ''))))
    else if (part) out.append(...blocksOf(part.replace(/^\n|\n$/g, ''), names))
  }
  return out
}

function blocksOf(text, names) {
  const out = []
  const rest = text.split('\n')
  while (rest.length) {
    const kind = blocks.find(([start]) => start.test(rest[0]))
    const belongs = (line) => (kind ? kind[0].test(line) : !blocks.some(([start]) => start.test(line)))
    const taken = []
    while (rest.length && belongs(rest[0])) taken.push(rest.shift())
    const body = (kind ? taken.map((line) => line.replace(kind[1], '')) : taken).join('\n')
    if (kind) out.push(kind[2](body, names))
    else if (body) out.push(h('p', {}, ...lines(body, names)))
  }
  return out
}

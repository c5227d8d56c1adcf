/**
 * An element with properties, attributes and children; text becomes text nodes, never markup.
 * @param {string} name
 * @param {Record<string, unknown>} props
 * @param {...(Node | string | null | undefined | false)} children
 */
export function h(name, props = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    else if (key === 'class') element.className = value
    else element.setAttribute(key, value === true ? '' : String(value))
  }
  element.append(...children.flat().filter((child) => child || child === 0))
  return element
}

/** Only what a browser may safely follow. */
export function safeUrl(text) {
  try {
    const url = new URL(text)
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined
  } catch {
    return undefined
  }
}

export const link = (text, ...children) => {
  const href = safeUrl(text)
  const shown = children.length ? children : [text]
  return href ? h('a', { href, target: '_blank', rel: 'noreferrer noopener' }, ...shown) : h('span', {}, ...shown)
}

/** POSTs to one of the page's own endpoints; throws what the server says is wrong. */
export async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.json().catch(() => ({ error: `The simulator answered ${response.status}` }))
  if (answer.error) throw new Error(answer.error)
  return answer
}

import { h } from './dom.ts'
import { type Markup, parseHtml } from './parse-html.ts'

const toNode = (markup: Markup): Node | string =>
  typeof markup === 'string' ? markup : h(markup.tag, markup.attributes, ...markup.children.map(toNode))

/** The server's rendering of a comment as nodes. */
export const renderHtml = (html: string): (Node | string)[] => parseHtml(html).map(toNode)

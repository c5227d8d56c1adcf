import { readFileSync } from 'node:fs'

const types: Record<string, string> = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  svg: 'image/svg+xml',
}

const files = [
  'index.html',
  'style.css',
  'icon.svg',
  'app.js',
  'components.js',
  'dialog.js',
  'dom.js',
  'fields.js',
  'markdown.js',
  'message.js',
]

const asset = (name: string): [string, { type: string; text: string }] => [
  name === 'index.html' ? '/' : `/page/${name}`,
  {
    type: `${types[name.split('.').at(-1) ?? '']}; charset=utf-8`,
    text: readFileSync(new URL(`./public/${name}`, import.meta.url), 'utf8'),
  },
]

/** The page's own files by the path they are served at. */
export const assets = new Map(files.map(asset))

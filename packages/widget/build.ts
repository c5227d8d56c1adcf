import { mkdir, writeFile } from 'node:fs/promises'
import { buildWidget, gzipBytesMax } from './build-widget.ts'

const dist = new URL('dist/', import.meta.url)
const { source, ...facts } = await buildWidget()
await mkdir(dist, { recursive: true })
await writeFile(new URL('widget.js', dist), source)
await writeFile(new URL('widget.meta.json', dist), `${JSON.stringify(facts, null, 2)}\n`)
console.log(`widget.js: ${facts.bytes} bytes, ${facts.gzipBytes} gzipped (limit ${gzipBytesMax}), ${facts.integrity}`)
if (facts.gzipBytes > gzipBytesMax) {
  console.error(`The widget is ${facts.gzipBytes - gzipBytesMax} bytes over its limit: see DESIGN §9.`)
  process.exitCode = 1
}

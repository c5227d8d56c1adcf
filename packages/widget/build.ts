import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Plugin, transform } from 'esbuild'

/** DESIGN §9: what a reader's first sight of the comments may cost. */
const gzipBytesMax = 15_000
const target = ['chrome116', 'firefox124', 'safari17.4']
const outfile = fileURLToPath(new URL('dist/widget.js', import.meta.url))

const css: Plugin = {
  name: 'css as a minified string',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target })
      return { contents: `export const css = ${JSON.stringify(code.trim())}`, loader: 'js' }
    })
  },
}

await build({
  entryPoints: [fileURLToPath(new URL('src/widget.ts', import.meta.url))],
  outfile,
  bundle: true,
  minify: true,
  format: 'esm',
  target,
  legalComments: 'none',
  plugins: [css],
})

const file = await readFile(outfile)
const gzipBytes = gzipSync(file, { level: 9 }).byteLength
const integrity = `sha384-${createHash('sha384').update(file).digest('base64')}`
await writeFile(
  outfile.replace('.js', '.meta.json'),
  `${JSON.stringify({ bytes: file.byteLength, gzipBytes, integrity }, null, 2)}\n`,
)
console.log(`widget.js: ${file.byteLength} bytes, ${gzipBytes} gzipped (limit ${gzipBytesMax}), ${integrity}`)
if (gzipBytes > gzipBytesMax) {
  console.error(`The widget is ${gzipBytes - gzipBytesMax} bytes over its limit: see DESIGN §9.`)
  process.exitCode = 1
}

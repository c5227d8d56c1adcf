import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Plugin, transform } from 'esbuild'

/** What a reader's first sight of the comments may cost, JS and CSS together (DESIGN §9). */
export const gzipBytesMax = 15_000

export interface BuiltWidget {
  source: string
  bytes: number
  gzipBytes: number
  /** for the `integrity` attribute of a script tag */
  integrity: string
}

const target = ['chrome116', 'firefox124', 'safari17.4']

const css: Plugin = {
  name: 'css as a minified string',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target })
      return { contents: `export const css = ${JSON.stringify(code.trim())}`, loader: 'js' }
    })
  },
}

/** The widget as one ES module, in memory. */
export async function buildWidget(): Promise<BuiltWidget> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('src/widget.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    target,
    legalComments: 'none',
    plugins: [css],
    write: false,
  })
  const file = outputFiles[0]!.contents
  return {
    source: new TextDecoder().decode(file),
    bytes: file.byteLength,
    gzipBytes: gzipSync(file, { level: 9 }).byteLength,
    integrity: `sha384-${createHash('sha384').update(file).digest('base64')}`,
  }
}

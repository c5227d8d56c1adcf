import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
const cache = join(entry, '../../../../.cache')

/**
 * A headless Chromium out of an npm package: no download, no system package. The first call unpacks it (210 MB, a second)
 * beside the installed packages; calls from several test files at once are safe. CORS and CSP are as in any browser.
 */
export async function launchBrowser(): Promise<Browser> {
  const home = await unpacked()
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    // Chromium's sandbox refuses root, and containers without user namespaces; it loads nothing but our own pages here.
    args: ['--no-sandbox', '--font-render-hinting=none'],
    env: { ...process.env, LD_LIBRARY_PATH: join(home, 'al2023/lib'), FONTCONFIG_PATH: home },
  })
}

async function unpacked(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(entry, '../../package.json'), 'utf8'))
  const home = join(cache, `tertulia-chromium-${version}`)
  if (existsSync(home)) return home
  await mkdir(cache, { recursive: true })
  const staging = await mkdtemp(`${home}-`)
  try {
    await unpackInto(staging, home)
    await rename(staging, home)
  } catch (cause) {
    await rm(staging, { recursive: true, force: true })
    // Another test file may have been first; its copy is as good as ours.
    if (!existsSync(home)) throw new Error(`Chromium could not be unpacked into ${home}`, { cause })
  }
  return home
}

/** The package unpacks into TMPDIR, and its libraries only where it believes itself on Lambda: hence a process of its own. */
async function unpackInto(staging: string, home: string): Promise<void> {
  const script = `const { default: chromium } = await import(${JSON.stringify(pathToFileURL(entry))}); await chromium.executablePath()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  })
  await writeFile(join(staging, 'fonts.conf'), fontsOf(home))
}

const fontsOf = (home: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${home}/fonts-cache</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`

// Runs before `npm start` and `npm test`, on whatever Node the machine has: installs when the lockfile says something is missing.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const stamp = 'node_modules/.tertulia-lock'
const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
const found = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''

if (found !== wanted) {
  console.log('Installing what package-lock.json names (once per change of it) …')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error(
      '\n`npm ci` failed: its message is above. Check the connection to your npm registry and run the command again.',
    )
    process.exit(status ?? 1)
  }
  writeFileSync(stamp, wanted)
}

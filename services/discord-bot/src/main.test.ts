import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@tertulia/db/testing'
import { startSimulator } from '@tertulia/discord-simulator'
import { expect, onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const yaml = `sites:
  demo:
    name: Demo
    origins: ["https://blog.example"]
    policy: policy.yaml
    discord:
      guild: "100000000000000001"
      channel: "100000000000000002"
      moderators: ["100000000000000010"]
`

async function run(env: Record<string, string>): Promise<{ child: ChildProcess; said: () => string }> {
  const directory = await mkdtemp(join(tmpdir(), 'tertulia-bot-'))
  await writeFile(join(directory, 'tertulia.yaml'), yaml)
  const child = spawn(process.execPath, [main], {
    cwd: directory,
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  child.stderr?.on('data', (data) => {
    text += data
  })
  return { child, said: () => text }
}

const exit = async (child: ChildProcess): Promise<number> => (await once(child, 'exit'))[0]

test('the process says when it is ready, leaves cleanly, and names every fault of its environment', async ({
  databaseUrl,
}) => {
  const sim = await startSimulator()
  onTestFinished(() => sim.close())
  const env = { DATABASE_URL: databaseUrl, TERTULIA_SECRET: 's'.repeat(32), DISCORD_API: sim.apiUrl }

  const good = await run({ ...env, DISCORD_TOKEN: sim.token })
  expect((await once(good.child, 'message'))[0]).toEqual({ ready: true })
  expect(sim.gateway.online).toBe(1)
  good.child.kill('SIGTERM')
  expect(await exit(good.child)).toBe(0)
  expect(good.said()).toBe('')
  expect(sim.gateway.online).toBe(0)

  const refused = await run({ ...env, DISCORD_TOKEN: 'MTAw.no.no' })
  expect(await exit(refused.child)).toBe(1)
  expect(refused.said()).toMatch(/^Discord refused the bot’s token\. .*\n$/)

  const empty = await run({})
  expect(await exit(empty.child)).toBe(1)
  expect(empty.said().split('\n').filter(Boolean)).toHaveLength(3)
})

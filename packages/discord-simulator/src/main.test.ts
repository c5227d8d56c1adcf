import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

test.each(['SIGTERM', 'SIGINT'] as const)('says where it is in one line, and ends cleanly on %s', async (signal) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }

  const child = spawn(process.execPath, [main], { env: { ...process.env, PORT: String(port) } })
  const [line] = await once(createInterface(child.stdout), 'line')
  const { url, apiUrl, token } = JSON.parse(line)
  expect(Number(new URL(url).port)).toBeGreaterThan(port)
  const answer = await fetch(`${apiUrl}/v10/users/@me`, { headers: { authorization: `Bot ${token}` } })
  expect(await answer.json()).toMatchObject({ username: 'tertulia', bot: true })
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([0, null])
  taken.close()
})

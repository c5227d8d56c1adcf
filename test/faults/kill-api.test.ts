import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createTestDatabase } from '@tertulia/db/testing'
import { expect, onTestFinished, test } from 'vitest'
import { startChild } from '../bench/harness.ts'

const root = resolve(import.meta.dirname, '../..')

test('a comment answered with 201 is there after kill -9, and the retry gets the same answer and receipt', async () => {
  const database = await createTestDatabase()
  const directory = await mkdtemp(join(tmpdir(), 'tertulia-kill-'))
  onTestFinished(async () => {
    await database.drop()
    await rm(directory, { recursive: true, force: true })
  })
  const configFile = join(directory, 'tertulia.yaml')
  const policy = join(root, 'policies/default.yaml')
  await writeFile(
    configFile,
    `sites:\n  s:\n    name: S\n    origins: ["https://blog.example"]\n    policy: ${policy}\n`,
  )
  const startApi = () =>
    startChild(join(root, 'services/api/src/main.ts'), {
      DATABASE_URL: database.url,
      TERTULIA_SECRET: 'a secret for tests, at least 32 characters',
      TERTULIA_CONFIG: configFile,
      PORT: '0',
      LOG_LEVEL: 'error',
    })
  const post = (port: number) =>
    fetch(`http://127.0.0.1:${port}/v1/sites/s/pages/p/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'the-same-key-both-times' },
      body: JSON.stringify({ text: 'Still here.', author: { name: 'Ana' }, page: { url: 'https://blog.example/p' } }),
    })

  const first = await startApi()
  const answer = await post(first.port)
  const posted = await answer.json()
  process.kill(first.pid, 'SIGKILL')

  const second = await startApi()
  onTestFinished(() => second.stop())
  const list = await fetch(`http://127.0.0.1:${second.port}/v1/sites/s/pages/p/comments`)
  expect(answer.status).toBe(201)
  expect(await list.json()).toMatchObject({ page: { commentCount: 1 } })
  const retry = await post(second.port)
  expect({ status: retry.status, body: await retry.json() }).toEqual({ status: 201, body: posted })
}, 30_000)

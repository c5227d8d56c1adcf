import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { launchBrowser } from '@tertulia/widget/testing'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const startedWithinMs = 60_000

interface Running {
  links: Record<string, string>
  readyInSeconds: number
  stop(): Promise<number | null>
}

/** Runs what `npm start` runs, and reads its links off the terminal as a person does. */
async function npmStart(data: string): Promise<Running> {
  const child = spawn(process.execPath, [join(root, 'packages/cli/src/main.ts'), 'start'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TERTULIA_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const links: Record<string, string> = {}
  let readyInSeconds = Number.NaN
  await new Promise<void>((done, failed) => {
    child.once('exit', (code) => failed(new Error(`start ended with ${code}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const link = /^ {2}(\S.*?) {2,}(http\S+)$/.exec(line)
      if (link) links[link[1]!] = link[2]!
      readyInSeconds = Number(/^Ready in ([\d.]+) s/.exec(line)?.[1] ?? readyInSeconds)
      if (line.startsWith('Ctrl-C')) done()
    })
  })
  return {
    links,
    readyInSeconds,
    async stop() {
      const exited = once(child, 'exit')
      child.kill('SIGINT')
      return (await exited)[0] as number | null
    },
  }
}

describe('a comment’s whole walk, on one start', () => {
  let data: string
  let running: Running
  let browser: Browser

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'tertulia-walk-'))
    running = await npmStart(data)
    browser = await launchBrowser()
  }, startedWithinMs)

  afterAll(async () => {
    await browser?.close()
    await running?.stop()
    await rm(data, { recursive: true, force: true })
  })

  test('three links wait for a moderator, whose press publishes them without a reload', async () => {
    const blog = await browser.newPage()
    await blog.goto(`${running.links['Demo blog']}posts/pots-and-pans`)
    await blog.getByLabel('Name', { exact: true }).fill('Ana')
    await blog.getByLabel('Your comment').fill('Sources: http://a.example http://b.example http://c.example')
    await blog.getByRole('button', { name: 'Post comment' }).click()
    await blog.getByText('Awaiting review').first().waitFor()

    const reader = await browser.newContext().then((context) => context.newPage())
    await reader.goto(`${running.links['Demo blog']}posts/pots-and-pans`)
    await reader.getByText('No comments yet').waitFor()

    const discord = await browser.newPage()
    await discord.goto(running.links['Discord (simulator)']!)
    const card = discord.locator('article[data-message-id]').first()
    await card.getByText('Ana').first().waitFor()
    expect(await card.textContent()).toMatch(/many-links|links/i)
    await card.getByRole('button', { name: 'Approve' }).click()

    await reader.getByText('Sources:').waitFor()
    await blog.getByText('Awaiting review').first().waitFor({ state: 'hidden' })
  }, 60_000)

  test('a second start is ready in five seconds and has kept its data', async () => {
    expect(await running.stop()).toBe(0)
    running = await npmStart(data)
    expect(running.readyInSeconds).toBeLessThanOrEqual(5)
    const api = new URL(running.links['API and its docs']!).origin
    const list = await fetch(`${api}/v1/sites/demo/pages/${encodeURIComponent('/posts/pots-and-pans')}/comments`)
    expect(await list.json()).toMatchObject({ page: { commentCount: 1 } })
  }, 60_000)
})

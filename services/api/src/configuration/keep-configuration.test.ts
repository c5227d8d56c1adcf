import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { activePolicyHash } from '@tertulia/comments'
import { test, testPolicy } from '@tertulia/comments/testing'
import { type Logger, pino } from 'pino'
import { describe, expect, onTestFinished } from 'vitest'
import { keepConfiguration } from './keep-configuration.ts'

const siteFile = (name: string): string =>
  `sites:\n  reload:\n    name: ${name}\n    origins: ["https://blog.example"]\n    policy: policy.yaml\n`

async function files(): Promise<{ file: string; policy: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'tertulia-config-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const file = join(directory, 'tertulia.yaml')
  const policy = join(directory, 'policy.yaml')
  await writeFile(file, siteFile('First'))
  await writeFile(policy, testPolicy)
  return { file, policy }
}

function logged(): { log: Logger; lines: string[] } {
  const lines: string[] = []
  return { log: pino({}, { write: (line) => void lines.push(line) }), lines }
}

describe('tertulia.yaml and its policies', () => {
  test('broken at start-up are refused with file, line and column', async ({ tertulia }) => {
    const { file } = await files()
    await writeFile(file, 'sites:\n  reload:\n    nmae: First\n')
    const refused = await keepConfiguration({ tertulia, file, log: pino({ level: 'silent' }) }).catch(
      (error: Error) => error.message,
    )
    expect(refused).toContain(`${file}:3:5: sites.reload.nmae: unknown key “nmae”: did you mean “name”?`)
  })

  test('are taken when they change; a broken one is refused with its line and the old one stays', async ({
    tertulia,
    db,
  }) => {
    const { file, policy } = await files()
    const { log, lines } = logged()
    const kept = await keepConfiguration({ tertulia, file, log })
    onTestFinished(() => kept.close())
    const first = await activePolicyHash(db, 'reload')

    await writeFile(policy, `${testPolicy}\nrulez: []\n`)
    await expect.poll(() => lines.join('\n'), { timeout: 5_000 }).toContain('did you mean “rules”')
    expect(await activePolicyHash(db, 'reload')).toBe(first)

    await writeFile(policy, `${testPolicy}\n# a remark\n`)
    await expect.poll(() => activePolicyHash(db, 'reload'), { timeout: 5_000 }).not.toBe(first)
    await writeFile(file, siteFile('Second'))
    await expect.poll(() => tertulia.sites.find('reload')?.name, { timeout: 5_000 }).toBe('Second')
  })
})

import { expect, test } from 'vitest'
import { loadConfig } from './config.ts'

const env = {
  DATABASE_URL: 'postgresql://localhost/tertulia',
  TERTULIA_SECRET: 'x'.repeat(32),
  DISCORD_TOKEN: 'abc.def.ghi',
}

test('what is needed is enough', () => {
  expect(loadConfig({ ...env, DISCORD_API: '' })).toEqual({
    databaseUrl: env.DATABASE_URL,
    secret: env.TERTULIA_SECRET,
    token: env.DISCORD_TOKEN,
    api: undefined,
    configFile: 'tertulia.yaml',
    logLevel: 'info',
  })
  expect(loadConfig({ ...env, DISCORD_API: 'http://127.0.0.1:8788/api/' }).api).toBe('http://127.0.0.1:8788/api')
})

test('every fault is named at once', () => {
  const fault = () => loadConfig({ DATABASE_URL: 'mysql://x', TERTULIA_SECRET: 'short', DISCORD_API: 'discord' })
  expect(fault).toThrow(/DATABASE_URL must start with postgresql/)
  expect(fault).toThrow(/TERTULIA_SECRET must have at least 32/)
  expect(fault).toThrow(/DISCORD_TOKEN is needed/)
  expect(fault).toThrow(/DISCORD_API must be/)
})

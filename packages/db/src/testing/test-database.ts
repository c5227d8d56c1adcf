import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { test as base, inject } from 'vitest'
import { openDatabase } from '../open-database.ts'
import { asAdmin } from './as-admin.ts'
import type {} from './global-setup.ts'
import { cloneDatabase, dropDatabase } from './queries.ts'

const sourceInUse = '55006'
const retryMs = 50
const attemptsMax = 100

export type TestDatabase = {
  url: string
  /** Ends whatever is still connected to it. */
  drop(): Promise<void>
}

/** A migrated, empty database of its own, on the test run's server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('adminDatabaseUrl')
  const name = `tertulia_test_${randomBytes(8).toString('hex')}`
  await asAdmin(adminUrl, (admin) => cloneTemplate(admin, name))
  const url = new URL(adminUrl)
  url.pathname = name
  return { url: url.href, drop: () => asAdmin(adminUrl, (admin) => dropDatabase(admin, name)) }
}

async function cloneTemplate(admin: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await cloneDatabase(admin, name, inject('templateDatabase'))
    } catch (error) {
      if ((error as { code?: string }).code !== sourceInUse || attempt === attemptsMax) throw error
      await delay(retryMs)
    }
  }
}

/**
 * vitest's `test` with a database for the whole file: `databaseUrl`, and `db` opened on it. Each test makes its own
 * site; none truncates a table.
 */
export const test = base
  .extend('databaseUrl', { scope: 'file' }, async ({}, { onCleanup }) => {
    const { url, drop } = await createTestDatabase()
    onCleanup(drop)
    return url
  })
  .extend('db', { scope: 'file' }, async ({ databaseUrl }, { onCleanup }) => {
    const db = openDatabase(databaseUrl)
    onCleanup(() => db.destroy())
    return db
  })

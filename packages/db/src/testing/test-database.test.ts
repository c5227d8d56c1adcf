import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, inject } from 'vitest'
import { asAdmin } from './as-admin.ts'
import { createTestDatabase, test } from './test-database.ts'

const rows = (url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  asAdmin(url, async (client) => (await client.query(text, values)).rows)

describe('createTestDatabase', () => {
  test('gives every caller a migrated database of its own, many at once', async () => {
    const databases = await Promise.all(Array.from({ length: 4 }, createTestDatabase))
    await rows(databases[0]!.url, 'create table mine (id int)')
    for (const [index, { url }] of databases.entries()) {
      const [row] = await rows(url, `select to_regclass('comment') as comment, to_regclass('mine') as mine`)
      expect(row).toEqual({ comment: 'comment', mine: index === 0 ? 'mine' : null })
    }
    await Promise.all(databases.map(({ drop }) => drop()))
  })

  test('drops a database that something is still connected to', async () => {
    const { url, drop } = await createTestDatabase()
    const forgotten = new pg.Client({ connectionString: url })
    const cut = new Promise((resolve) => forgotten.on('error', resolve))
    await forgotten.connect()
    await drop()
    expect(await cut).toMatchObject({ message: expect.stringContaining('terminat') })
    const name = new URL(url).pathname.slice(1)
    const left = await rows(inject('adminDatabaseUrl'), 'select 1 from pg_database where datname = $1', [name])
    expect(left).toEqual([])
  })
})

describe('the fixtures', () => {
  test('open the same database that databaseUrl names', async ({ db, databaseUrl }) => {
    const { rows: found } = await sql<{ name: string }>`select current_database() as name`.execute(db)
    expect(found).toEqual([{ name: new URL(databaseUrl).pathname.slice(1) }])
  })

  test('keep what an earlier test of the file wrote out of other databases', async ({ db }) => {
    await sql`create table left_behind (id int)`.execute(db)
    const other = await createTestDatabase()
    expect(await rows(other.url, `select to_regclass('left_behind') as found`)).toEqual([{ found: null }])
    await other.drop()
  })
})

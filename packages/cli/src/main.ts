import { ConfigError, readPolicyFile } from '@tertulia/comments'
import { migrate } from '@tertulia/db'
import { Command } from 'commander'
import { start } from './start/start.ts'

const program = new Command('tertulia')
  .description('Blog comments whose moderators never leave Discord')
  .showSuggestionAfterError()

program
  .command('start')
  .description('start database, API, bot and demo blog on this machine, and print the links')
  .action(async () => {
    const running = await start({
      env: process.env,
      print: (line) => console.log(line),
      onFailure: (reason) => void stopAll(1, reason),
    })
    async function stopAll(code: number, reason?: string): Promise<void> {
      if (reason) console.error(reason)
      await running.stop()
      process.exit(code)
    }
    let asked = false
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.on(signal, () => {
        if (asked) process.exit(1)
        asked = true
        console.log('\nStopping …')
        void stopAll(0)
      })
    }
  })

program
  .command('migrate')
  .description('bring the database that DATABASE_URL names to this version')
  .action(async () => {
    const { DATABASE_URL } = process.env
    if (!DATABASE_URL) throw new Error('DATABASE_URL is needed: postgresql://user:password@host/database')
    const ran = await migrate(DATABASE_URL)
    console.log(ran.length > 0 ? `Migrated: ${ran.join(', ')}` : 'Nothing to migrate.')
  })

program
  .command('rules')
  .description('policies')
  .command('check <file>')
  .description('check a policy file and run the tests inside it')
  .action((file: string) => {
    const { policy } = readPolicyFile(file)
    console.log(`${file}: ${policy.rules.length} rules, ${policy.tests.length} tests pass.`)
  })

program.parseAsync().catch((error: Error) => {
  console.error(error instanceof ConfigError ? error.faults.join('\n') : error.message)
  process.exit(1)
})

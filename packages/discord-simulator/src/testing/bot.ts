import { Client, type ClientOptions, GatewayIntentBits } from 'discord.js'
import type { Simulator } from '../simulator.ts'

export interface TestBot {
  client: Client<true>
  stop(): Promise<void>
}

/** A real discord.js client, logged in to the simulator and ready. */
export async function startBot(sim: Simulator, options: Partial<ClientOptions> = {}): Promise<TestBot> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    waitGuildTimeout: 0,
    allowedMentions: { parse: [] },
    rest: { api: sim.apiUrl, retries: 0 },
    // The real throttler waits five seconds between two identifies.
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
    ...options,
  })
  client.on('error', () => {})
  const ready = new Promise<void>((resolve) => client.once('clientReady', () => resolve()))
  await client.login(sim.token)
  await ready
  return {
    client: client as Client<true>,
    // destroy() never resolves while a shard waits for HELLO, so it is given two seconds.
    async stop() {
      let timer: NodeJS.Timeout | undefined
      const bound = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, 2_000)
      })
      await Promise.race([client.destroy(), bound])
      clearTimeout(timer)
    },
  }
}

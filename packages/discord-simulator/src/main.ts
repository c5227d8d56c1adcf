import { startSimulator } from './simulator.ts'

const sim = await startSimulator({ port: Number(process.env.PORT ?? 0), rateLimits: process.env.RATE_LIMITS !== 'off' })
console.log(JSON.stringify({ url: sim.url, apiUrl: sim.apiUrl, token: sim.token }))

for (const signal of ['SIGINT', 'SIGTERM', 'disconnect']) {
  process.once(signal, async () => {
    await sim.close()
    process.exit(0)
  })
}

import { createServer } from 'node:net'

const triesMax = 50

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })

/** The first port from `from` on that nobody listens on and that is not in `taken`. */
export async function freePort(from: number, host: string, taken: readonly number[] = []): Promise<number> {
  for (let port = from; port < from + triesMax; port++) {
    if (!taken.includes(port) && (await isFree(port, host))) return port
  }
  throw new Error(`Ports ${from} to ${from + triesMax - 1} on ${host} are all taken. Set PORT to a free one.`)
}

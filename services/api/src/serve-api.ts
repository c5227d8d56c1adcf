import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import type { ApiApp } from './app.ts'

const requestTimeoutMs = 20_000
const headersTimeoutMs = 10_000
const drainMs = 8_000

export interface ApiServer {
  port: number
  /** Stops accepting, finishes what runs (8 s at most), closes. */
  close(): Promise<void>
}

/** Serves the app. Throws a plain sentence when the port is taken. */
export async function serveApi(app: ApiApp, options: { port: number; host: string; log: Logger }): Promise<ApiServer> {
  const { log } = options
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: headersTimeoutMs,
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16_384,
    },
    (request, response) => {
      if (request.method !== 'GET' || log.isLevelEnabled('trace')) logWhenAnswered(request, response, log)
      void listener(request, response)
    },
  )
  await listen(server, options)
  return { port: (server.address() as { port: number }).port, close: () => close(server) }
}

/** On the node response, not as middleware; no address, query or body: nothing personal is logged. */
function logWhenAnswered(request: IncomingMessage, response: ServerResponse, log: Logger): void {
  const startedAt = performance.now()
  response.on('finish', () => {
    const ms = Math.round(performance.now() - startedAt)
    log[request.method === 'GET' ? 'trace' : 'debug'](
      { method: request.method, status: response.statusCode, ms },
      'answered',
    )
  })
}

function listen(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(
        taken
          ? new Error(`Port ${port} on ${host} is taken by another program. Set PORT to a free one.`, { cause: error })
          : error,
      )
    })
    server.listen(port, host, resolve)
  })
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  // A kept-alive connection becomes idle only once its last answer is out.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const overdue = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearInterval(idle)
  clearTimeout(overdue)
}

import type { ServerType } from '@hono/node-server'

/** Listens on 127.0.0.1; a port that is taken makes way for the next free one. */
export async function listen(server: ServerType, port: number): Promise<void> {
  for (let candidate = port; ; candidate++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(candidate, '127.0.0.1', () => {
          server.off('error', reject)
          resolve()
        })
      })
      return
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!taken || port === 0 || candidate - port >= 100) throw error
    }
  }
}

import type { Server } from 'node:http'
import { WebSocketServer } from 'ws'
import type { DiscordState } from '../state/discord.ts'
import type { Change } from '../state/feed.ts'
import { type Connection, serveConnection } from './connection.ts'
import { guildCreate, ready } from './greeting.ts'
import { close, op } from './protocol.ts'
import { createSession, type Session } from './session.ts'

const resumableMs = 5 * 60_000
const identifiesPerDay = 1_000

export type Gateway = ReturnType<typeof createGateway>

export function createGateway(deps: { state: DiscordState; token: string; url: () => string; heartbeatMs?: number }) {
  const { state, token, url, heartbeatMs = 41_250 } = deps
  const sockets = new WebSocketServer({ noServer: true })
  const sessions = new Map<string, { session: Session; lostAtMs?: number }>()
  const connections = new Map<Session, Connection>()
  let identifies = 0

  const forget = (session: Session) => sessions.delete(session.id)
  const dispatch = (event: string, data: unknown) => {
    for (const { session, lostAtMs } of [...sessions.values()]) {
      if (lostAtMs !== undefined && state.now() - lostAtMs > resumableMs) forget(session)
      else session.dispatch(event, data)
    }
  }

  const unsubscribe = state.feed.subscribe((change) => {
    if (change.kind === 'dispatch') dispatch(change.event, change.data)
    if (change.kind === 'message') dispatchMessage(change)
  })

  function dispatchMessage({ action, message }: Change & { kind: 'message' }): void {
    if (message.ephemeralTo) return
    const { id, channel_id } = message.json
    const guild_id = state.world.guild.id
    if (action === 'delete') dispatch('MESSAGE_DELETE', { id, channel_id, guild_id })
    else dispatch(action === 'create' ? 'MESSAGE_CREATE' : 'MESSAGE_UPDATE', { ...message.json, guild_id })
  }

  const board = {
    token,
    heartbeatMs,
    identify(intents: number): Session {
      identifies++
      const session = createSession(intents)
      sessions.set(session.id, { session })
      return session
    },
    find(id: string): Session | undefined {
      const entry = sessions.get(id)
      if (!entry) return undefined
      const { session, lostAtMs } = entry
      if (lostAtMs === undefined || state.now() - lostAtMs <= resumableMs) return session
      forget(session)
      return undefined
    },
    opened(session: Session, connection: Connection): void {
      sessions.set(session.id, { session })
      connections.set(session, connection)
      if (session.seq === 0) {
        session.dispatch('READY', ready(state, session.id, url()))
        session.dispatch('GUILD_CREATE', guildCreate(state))
      }
      state.feed.emit({ kind: 'gateway' })
    },
    closed(session: Session, resumable: boolean): void {
      // A resumed session has a new line already; the old one's end means nothing then.
      if (session.connected) return
      connections.delete(session)
      if (!resumable) forget(session)
      else if (sessions.has(session.id)) sessions.set(session.id, { session, lostAtMs: state.now() })
      state.feed.emit({ kind: 'gateway' })
    },
  }

  return {
    /** Bots connected at this moment. */
    get online(): number {
      return connections.size
    },
    sessionStartLimit: () => ({
      total: identifiesPerDay,
      remaining: Math.max(0, identifiesPerDay - identifies),
      reset_after: 86_400_000,
      max_concurrency: 1,
    }),
    /** Opcode 7: "reconnect and resume, now". */
    op7(): void {
      for (const connection of connections.values()) connection.send({ op: op.reconnect })
    },
    /** Opcode 9; not resumable unless said. */
    op9(resumable = false): void {
      for (const [session, connection] of connections) {
        if (!resumable) forget(session)
        connection.send({ op: op.invalidSession, d: resumable })
      }
    },
    /** Cuts every line without a close frame. */
    drop(): void {
      for (const connection of connections.values()) connection.drop()
    },
    /** Closes every line with a code of Discord's, 4000 to 4014. */
    closeWith(code: number): void {
      for (const connection of connections.values()) connection.close(code, 'Scripted fault')
    },
    listen(server: Server): void {
      server.on('upgrade', (request, socket, head) => {
        const { pathname, searchParams } = new URL(request.url ?? '/', 'http://gateway')
        if (pathname !== '/gateway') return socket.destroy()
        sockets.handleUpgrade(request, socket, head, (line) => {
          if ((searchParams.get('v') ?? '10') !== '10') return line.close(close.invalidVersion, 'Invalid API version')
          serveConnection(line, board)
        })
      })
    },
    close(): void {
      unsubscribe()
      for (const client of sockets.clients) client.terminate()
      sockets.close()
    },
  }
}

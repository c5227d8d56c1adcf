import type { RawData, WebSocket } from 'ws'
import { close, knownIntents, op, privilegedIntents } from './protocol.ts'
import type { Payload, Session } from './session.ts'

const payloadBytesMax = 4096
const sendsPerMinute = 120

export interface Switchboard {
  token: string
  heartbeatMs: number
  identify(intents: number): Session
  find(sessionId: string): Session | undefined
  /** A line to a session is open, or the session may not be resumed any more. */
  opened(session: Session, connection: Connection): void
  closed(session: Session, resumable: boolean): void
}

export interface Connection {
  send(payload: Partial<Payload> & { op: number }): void
  /** Cuts the line without a word. */
  drop(): void
  close(code: number, reason: string): void
}

/** One WebSocket: says hello, then takes identify or resume, heartbeats, and nothing it does not know. */
export function serveConnection(socket: WebSocket, board: Switchboard): void {
  let session: Session | undefined
  let sends: number[] = []

  const connection: Connection = {
    send: (payload) => socket.send(JSON.stringify({ d: null, s: null, t: null, ...payload })),
    drop: () => socket.terminate(),
    close: (code, reason) => socket.close(code, reason),
  }
  const line = (payload: Payload) => connection.send(payload)

  socket.on('error', () => socket.terminate())
  socket.on('close', (code) => {
    if (!session) return
    session.detach(line)
    // 1000 and 1001 end the session; every other end leaves it resumable.
    board.closed(session, code !== 1000 && code !== 1001)
  })
  socket.on('message', (raw) => {
    sends = [...sends.filter((at) => performance.now() - at < 60_000), performance.now()]
    if (sends.length > sendsPerMinute) return connection.close(close.rateLimited, 'You are being rate limited.')
    const message = parse(raw)
    if (!message) return connection.close(close.decodeError, 'Error while decoding payload.')
    receive(message)
  })
  connection.send({ op: op.hello, d: { heartbeat_interval: board.heartbeatMs, _trace: [] } })

  function receive({ op: code, d }: { op: number; d: unknown }) {
    if (code === op.heartbeat) return connection.send({ op: op.heartbeatAck })
    if (code === op.identify) return identify(d as { token?: string; intents?: number; shard?: [number, number] })
    if (code === op.resume) return resume(d as { token?: string; session_id?: string; seq?: number })
    if (!session) return connection.close(close.notAuthenticated, 'Not authenticated.')
    const harmless: number[] = [op.presence, op.voiceState, op.requestMembers]
    if (!harmless.includes(code)) connection.close(close.unknownOpcode, 'Unknown opcode.')
  }

  function identify(d: { token?: string; intents?: number; shard?: [number, number] } | null) {
    const { token, intents, shard } = d ?? {}
    if (session) return connection.close(close.alreadyAuthenticated, 'Already authenticated.')
    if (token !== board.token) return connection.close(close.authenticationFailed, 'Authentication failed.')
    if (shard && shard[0] >= shard[1]) return connection.close(close.invalidShard, 'Invalid shard.')
    if (typeof intents !== 'number' || intents & ~knownIntents)
      return connection.close(close.invalidIntents, 'Invalid intent(s).')
    if (intents & privilegedIntents) return connection.close(close.disallowedIntents, 'Disallowed intent(s).')
    session = board.identify(intents)
    session.attach(line)
    board.opened(session, connection)
  }

  function resume(d: { token?: string; session_id?: string; seq?: number } | null) {
    if (session) return connection.close(close.alreadyAuthenticated, 'Already authenticated.')
    if (d?.token !== board.token) return connection.close(close.authenticationFailed, 'Authentication failed.')
    const found = board.find(d.session_id ?? '')
    if (!found) return connection.send({ op: op.invalidSession, d: false })
    const missed = found.missed(d.seq ?? 0)
    if (!missed) return connection.close(close.invalidSeq, 'Invalid seq.')
    session = found
    for (const payload of missed) line(payload)
    session.attach(line)
    session.dispatch('RESUMED', { _trace: [] })
    board.opened(session, connection)
  }
}

function parse(raw: RawData): { op: number; d: unknown } | undefined {
  const text = raw.toString()
  if (Buffer.byteLength(text) > payloadBytesMax) return undefined
  try {
    const message = JSON.parse(text)
    return typeof message?.op === 'number' ? message : undefined
  } catch {
    return undefined
  }
}

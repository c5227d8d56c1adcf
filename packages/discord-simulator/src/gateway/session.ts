import { randomBytes } from 'node:crypto'
import { intentOf, op } from './protocol.ts'

const buffered = 2_000

export interface Payload {
  op: number
  d: unknown
  s: number | null
  t: string | null
}

/** One identified bot: its sequence of dispatches, kept so that a RESUME can replay what a lost line missed. */
export type Session = ReturnType<typeof createSession>

export function createSession(intents: number) {
  const sent: Payload[] = []
  let seq = 0
  let send: ((payload: Payload) => void) | undefined

  return {
    id: randomBytes(16).toString('hex'),
    get seq() {
      return seq
    },
    get connected() {
      return send !== undefined
    },
    attach(line: (payload: Payload) => void): void {
      send = line
    },
    detach(line: (payload: Payload) => void): void {
      if (send === line) send = undefined
    },
    dispatch(event: string, data: unknown): void {
      const needed = intentOf[event]
      if (needed !== undefined && !(intents & needed)) return
      const payload = { op: op.dispatch, d: structuredClone(data), s: ++seq, t: event }
      sent.push(payload)
      if (sent.length > buffered) sent.shift()
      send?.(payload)
    },
    /** What came after `since`; nothing when the buffer no longer reaches back that far. */
    missed(since: number): Payload[] | undefined {
      const first = sent[0]?.s ?? seq + 1
      return since > seq || since < Number(first) - 1 ? undefined : sent.filter((payload) => Number(payload.s) > since)
    },
  }
}

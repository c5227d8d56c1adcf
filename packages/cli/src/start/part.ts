import { spawn } from 'node:child_process'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'

export interface Part {
  name: string
  /** the last line it wrote when it was ready, or what it sent */
  ready: Record<string, string>
  stop(): Promise<void>
}

export interface PartOptions {
  name: string
  script: string
  env: Record<string, string>
  /** how the part says that it is ready: a message to its parent, or its first line, in JSON */
  says: 'message' | 'line'
  print: (line: string) => void
  /** hears that it ended by itself after it was ready */
  onExit: (reason: string) => void
}

const killAfterMs = 10_000

/** Starts one part of Tertulia as a process of its own, out of reach of the terminal's Ctrl-C: we stop it, in order. */
export function startPart({ name, script, env, says, print, onExit }: PartOptions): Promise<Part> {
  const child = spawn(execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true })
  const last: string[] = []
  let stopping = false
  let isReady = false
  return new Promise((resolve, reject) => {
    const settle = (ready: Record<string, string>): void => {
      isReady = true
      resolve({ name, ready, stop })
    }
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream! }).on('line', (line) => {
        if (says === 'line' && line.startsWith('{') && line.includes('"url"')) return settle(JSON.parse(line))
        const text = readable(line)
        if (!text) return
        last.push(text)
        last.splice(0, last.length - 20)
        print(`${name}: ${text}`)
      })
    }
    if (says === 'message') child.once('message', (message) => settle(message as Record<string, string>))
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (stopping) return
      const reason = `${name} ended (${signal ?? code})${last.length > 0 ? `:\n${last.slice(-5).join('\n')}` : ''}`
      if (isReady) onExit(reason)
      else reject(new Error(reason))
    })
  })

  function stop(): Promise<void> {
    stopping = true
    return new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
      setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref()
    })
  }
}

/** A child's line for people: warnings and worse of its log, and whatever it wrote without one. */
export function readable(line: string): string | undefined {
  if (!line.startsWith('{')) return line
  try {
    const { level, msg, err } = JSON.parse(line) as { level?: number; msg?: string; err?: { message?: string } }
    if (level === undefined) return line
    return level >= 40 ? [msg, err?.message].filter(Boolean).join(': ') : undefined
  } catch {
    return line
  }
}

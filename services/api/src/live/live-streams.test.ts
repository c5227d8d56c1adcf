import { describe, expect } from 'vitest'
import { asAdmin, json, newComment, pagePath, test } from '../testing/test-api.ts'

interface Event {
  event: string
  data: Record<string, unknown>
  id: string | undefined
}

/** A page's stream as a browser would read it. */
async function listen(url: string, lastEventId?: string) {
  const controller = new AbortController()
  const response = await fetch(url, {
    signal: controller.signal,
    headers: lastEventId ? { 'last-event-id': lastEventId } : {},
  })
  const events: Event[] = []
  const reading = (async () => {
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const fields = Object.fromEntries(
          block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        )
        if (fields.event) events.push({ event: fields.event, data: JSON.parse(fields.data ?? ''), id: fields.id })
      }
    }
  })().catch(() => {})
  return {
    events,
    names: () => events.map(({ event }) => event),
    async stop() {
      controller.abort()
      await reading
    },
  }
}

const eventsPath = (path: string): string => path.replace(/comments$/, 'events')

const post = async (url: string, text: string): Promise<string> =>
  ((await (await fetch(url, json(newComment(text)))).json()) as { comment: { id: string } }).comment.id

const decide = (address: string, id: string, body: Record<string, unknown>) =>
  fetch(`${address}/v1/moderation/comments/${id}/decisions`, json({ revision: 1, ...body }, asAdmin))

describe('GET /v1/sites/{site}/pages/{page}/events', () => {
  test('says at once what was posted, approved and taken away, and never that something waits', async ({
    address,
    site,
  }) => {
    const url = address + pagePath(site)
    const stream = await listen(eventsPath(url))
    await expect.poll(stream.names).toEqual(['count'])
    const held = await post(url, 'hold this')
    const spam = await post(url, 'casino casino')
    const open = await post(url, 'hello')
    await expect.poll(stream.names).toEqual(['count', 'comment', 'count'])
    expect(stream.events[1]?.data).toMatchObject({ id: open })
    expect(stream.events[2]?.data).toEqual({ commentCount: 1 })
    await decide(address, held, { action: 'approve' })
    await expect.poll(() => stream.events.at(-2)?.data).toMatchObject({ id: held, deleted: false })
    await decide(address, held, { action: 'reject', reason: 'abuse', seen: 'approved' })
    await expect.poll(() => stream.events.at(-2)).toMatchObject({ event: 'remove', data: { id: held } })
    expect(JSON.stringify(stream.events)).not.toContain(spam)
    await stream.stop()
  })

  test('goes on from `Last-Event-ID`, missing nothing', async ({ address, site }) => {
    const url = address + pagePath(site)
    const before = await listen(eventsPath(url))
    await post(url, 'one')
    await expect.poll(before.names).toEqual(['count', 'comment', 'count'])
    const last = before.events[1]?.id
    await before.stop()
    const missed = [await post(url, 'two'), await post(url, 'three')]
    const after = await listen(eventsPath(url), last)
    const next = await post(url, 'four')
    const ids = () => after.events.filter(({ event }) => event === 'comment').map(({ data }) => data.id)
    await expect.poll(ids).toEqual([...missed, next])
    await after.stop()
  })

  test('of a page nobody has seen is the same as of one with a pending comment', async ({ address, site }) => {
    await post(address + pagePath(site, '/pending'), 'hold this')
    const streams = await Promise.all(
      ['/pending', '/unseen'].map((page) => listen(eventsPath(address + pagePath(site, page)))),
    )
    for (const stream of streams) {
      await expect
        .poll(() => stream.events.map(({ event, data }) => ({ event, data })))
        .toEqual([{ event: 'count', data: { commentCount: 0 } }])
    }
    await Promise.all(streams.map((stream) => stream.stop()))
  })
})

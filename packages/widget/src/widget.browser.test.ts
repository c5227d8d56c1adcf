import type { Browser, Page } from 'playwright-core'
import { afterAll, test as base, beforeAll, describe, expect } from 'vitest'
import { type BuiltWidget, buildWidget, gzipBytesMax } from '../build-widget.ts'
import { type FakeApi, startFakeApi } from './testing/fake-api.ts'
import { startHostPage } from './testing/host-page.ts'
import { launchBrowser } from './testing/launch-browser.ts'

let browser: Browser
let widget: BuiltWidget

beforeAll(async () => {
  ;[browser, widget] = await Promise.all([launchBrowser(), buildWidget()])
})
afterAll(() => browser?.close())

interface Visit {
  api: FakeApi
  /** Opens the post, or another body, in the same browser profile. */
  open(html?: string): Promise<Page>
  /** what scripts complained of, and policies they broke */
  complaints: string[]
}

const test = base.extend<{ visit: Visit }>({
  visit: async ({}, use) => {
    const api = await startFakeApi(widget.source)
    const host = await startHostPage(api.url)
    const context = await browser.newContext({ viewport: { width: 800, height: 900 } })
    context.setDefaultTimeout(5_000)
    const complaints: string[] = []
    context.on('weberror', (error) => complaints.push(String(error.error())))
    context.on('console', (message) => {
      const ofNetwork = /Failed to load resource|ERR_|net::/.test(message.text())
      if (message.type() === 'error' && !ofNetwork) complaints.push(message.text())
    })
    await use({
      api,
      complaints,
      async open(html) {
        const page = await context.newPage()
        await page.goto(host.url + (html ? `?html=${encodeURIComponent(html)}` : ''))
        return page
      },
    })
    await context.close()
    await Promise.all([api.close(), host.close()])
    expect(complaints).toEqual([])
  },
})

const texts = (page: Page) => page.locator('tertulia-comments .text').allInnerTexts()
const status = (page: Page) => page.locator('[role=status]')
const article = (page: Page, text: string) => page.locator('article', { hasText: text })

async function write(page: Page, text: string, name = 'Rosa'): Promise<void> {
  await page.getByLabel('Your comment').fill(text)
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Post comment' }).click()
}

test('the whole widget is at most 15 KB, gzipped', () => {
  expect(widget.gzipBytes).toBeLessThanOrEqual(gzipBytesMax)
})

describe('reading', () => {
  test('shows threads with depth and parent spoken, badges, times, and tombstones', async ({ visit }) => {
    const top = visit.api.add({ author: { name: 'Ana' }, html: '<p>Top.</p>', lang: 'es' })
    const reply = visit.api.add({
      parentId: top.id,
      author: { name: 'Bia', role: 'moderator', url: 'https://bia.example/' },
      html: '<p>Reply.</p>',
    })
    visit.api.add({ parentId: reply.id, author: { name: 'Caetano' }, html: '<p>Deep.</p>' })
    visit.api.remove(reply.id)
    const page = await visit.open()
    await page.getByRole('heading', { name: '2 comments' }).waitFor()
    await expect.poll(() => texts(page)).toEqual(['Top.', 'Deep.'])
    expect(await page.getByText('This comment is no longer here.').count()).toBe(1)
    expect(await page.getByRole('button', { name: 'more' }).count()).toBe(0)
    expect(await page.getByText('Level 3, in reply to a deleted comment.').count()).toBe(1)
    expect(await article(page, 'Top.').locator('.text').getAttribute('lang')).toBe('es')
    const time = article(page, 'Deep.').locator('time')
    expect([await time.textContent(), await time.getAttribute('title')]).toEqual([
      expect.stringMatching(/^5\d minutes ago$/),
      expect.stringMatching(/day/),
    ])
  })

  test('costs two requests before the comments, and asks no other host', async ({ visit }) => {
    visit.api.add({})
    const page = await visit.open()
    await article(page, 'Hola.').waitFor()
    const before = visit.api.requests.slice(0, 2)
    expect(before).toEqual(['GET /prefix/widget.js', 'GET /prefix/v1/sites/demo/pages/%2Fpost/comments'])
  })

  test('loads more, and the replies that are not here, and moves focus to them', async ({ visit }) => {
    visit.api.limit = 2
    const top = visit.api.add({ html: '<p>one</p>' })
    for (const html of ['<p>two</p>', '<p>three</p>']) visit.api.add({ html })
    visit.api.add({ parentId: top.id, html: '<p>first reply</p>', replyCount: 1 })
    const page = await visit.open()
    await page.getByRole('button', { name: 'Show more comments' }).click()
    await expect.poll(() => texts(page)).toEqual(['one', 'first reply', 'two', 'three'])
    expect(
      await page.evaluate(() => document.querySelector('tertulia-comments')?.shadowRoot?.activeElement?.textContent),
    ).toContain('three')
    await page.getByRole('button', { name: 'Show 1 more reply' }).click()
    await page.getByRole('button', { name: 'Show 1 more reply' }).waitFor({ state: 'detached' })
  })

  test('renders hostile names and markup as text, and runs nothing', async ({ visit }) => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>'
    visit.api.add({
      author: { name: evil, url: 'javascript:document.title=1' },
      html: `<p onclick="document.title=1">ok<a href="javascript:document.title=1">link</a>${evil}<iframe srcdoc="<script>parent.document.title=1</script>"></iframe></p>`,
    })
    visit.api.add({
      author: { name: '\u202eevil\u202c' },
      html: `<p>${'Z\u0351\u0300'.repeat(400)}${'x'.repeat(4_000)}</p>`,
    })
    const page = await visit.open()
    await page.locator('article').first().waitFor()
    await page.getByText('link', { exact: true }).click()
    expect(await page.locator('.name').first().textContent()).toBe(evil)
    const elements = await page.locator('article *').evaluateAll((all) => [...new Set(all.map((one) => one.localName))])
    expect(elements.sort()).toEqual(['a', 'bdi', 'button', 'div', 'footer', 'header', 'p', 'span', 'time'])
    expect(await page.locator('article a[href]').count()).toBe(0)
    expect(await page.title()).toBe('A post')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
})

describe('writing', () => {
  test('an approved comment stands in its place once, though the live event says it again', async ({ visit }) => {
    visit.api.add({ html: '<p>Before.</p>' })
    const page = await visit.open()
    await write(page, 'Hola\na todos')
    await expect.poll(() => texts(page)).toEqual(['Before.', 'Hola\na todos'])
    await page.getByRole('heading', { name: '2 comments' }).waitFor()
    expect(await status(page).textContent()).toBe('Your comment is published.')
    expect(await page.getByLabel('Your comment').inputValue()).toBe('')
    const [post] = visit.api.posts
    expect(post).toMatchObject({
      authorization: expect.stringMatching(/^Author [\w-]{43}$/),
      idempotencyKey: expect.stringMatching(/^[\w-]{43}$/),
      body: {
        page: { url: `${new URL(page.url()).origin}/post`, title: 'A post, by its own name' },
        author: { name: 'Rosa' },
      },
    })
    visit.api.add({ html: '<p>After.</p>' })
    await expect.poll(() => texts(page)).toEqual(['Before.', 'Hola\na todos', 'After.'])
    await page.reload()
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Rosa')
    await write(page, 'Otra')
    await expect.poll(() => visit.api.posts.length).toBe(2)
    expect(visit.api.posts[1]?.authorization).toBe(post?.authorization)
    expect(visit.api.posts[1]?.idempotencyKey).not.toBe(post?.idempotencyKey)
  })

  test('a reply form takes the focus, gives it back on Escape, and puts the reply below its parent', async ({
    visit,
  }) => {
    const top = visit.api.add({ html: '<p>Top.</p>' })
    visit.api.add({ html: '<p>Next.</p>' })
    const page = await visit.open()
    const button = article(page, 'Top.').getByRole('button', { name: 'Reply to Ana' })
    await button.click()
    const form = page.getByRole('form', { name: 'Reply to Ana' })
    expect(await form.getByLabel('Your comment').evaluate((one) => one.matches(':focus'))).toBe(true)
    await page.keyboard.type('A thought')
    await page.keyboard.press('Escape')
    expect(await form.count()).toBe(0)
    expect(await button.evaluate((one) => one.matches(':focus'))).toBe(true)
    await button.click()
    expect(await form.getByLabel('Your comment').inputValue()).toBe('A thought')
    await form.getByLabel('Name').fill('Rosa')
    await form.getByRole('button', { name: 'Post comment' }).click()
    await expect.poll(() => texts(page)).toEqual(['Top.', 'A thought', 'Next.'])
    expect(visit.api.posts[0]?.body.parentId).toBe(top.id)
    expect(await form.count()).toBe(0)
    expect(await article(page, 'A thought').evaluate((one) => one.matches(':focus'))).toBe(true)
  })

  test('a pending comment is seen by its author alone, also after a reload, until it is approved', async ({
    visit,
  }) => {
    visit.api.nextPost = 'hold'
    const page = await visit.open()
    await write(page, 'Three links')
    const notice = page.getByText('Awaiting review. Only you can see this.')
    await notice.waitFor()
    expect(await notice.evaluate((one) => one.matches(':focus'))).toBe(true)
    await page.reload()
    await notice.waitFor()
    expect(await page.getByRole('heading', { name: 'Comments', exact: true }).count()).toBe(1)
    visit.api.approve(visit.api.posted[0] ?? '')
    await notice.waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: '1 comment' }).waitFor()
    expect(await texts(page)).toEqual(['Three links'])
    expect(await status(page).textContent()).toBe('Your comment is published.')
  })

  test('a comment whose approval is undone is pending again, to its author', async ({ visit }) => {
    const page = await visit.open()
    await write(page, 'Too soon')
    await page.getByRole('heading', { name: '1 comment' }).waitFor()
    visit.api.undo(visit.api.posted[0] ?? '')
    await page.getByText('Awaiting review.').waitFor()
    await page.getByRole('heading', { name: 'Comments', exact: true }).waitFor()
    visit.api.approve(visit.api.posted[0] ?? '')
    await page.getByText('Awaiting review.').waitFor({ state: 'detached' })
    expect(await texts(page)).toEqual(['Too soon'])
  })

  test('a rejection is told with its reason and note, and can be put away', async ({ visit }) => {
    visit.api.nextPost = 'hold'
    const page = await visit.open()
    await write(page, 'Rude words')
    await page.getByText('Awaiting review.').waitFor()
    visit.api.reject(visit.api.posted[0] ?? '', { reason: 'abuse', note: 'Please be kind.' })
    visit.api.add({ html: '<p>Something else happens.</p>' })
    await page
      .getByText('This comment was not published. Only you can see this. Reason: it is insulting or hostile.')
      .waitFor()
    await page.getByText('“Please be kind.”').waitFor()
    await page.getByRole('button', { name: 'Remove from view' }).click()
    expect(await texts(page)).toEqual(['Something else happens.'])
    await page.reload()
    await expect.poll(() => texts(page)).toEqual(['Something else happens.'])
  })

  test('faults stand at their fields, the first has the focus; ours are found before sending', async ({ visit }) => {
    const page = await visit.open()
    await page.getByRole('button', { name: 'Post comment' }).click()
    const text = page.getByLabel('Your comment')
    expect(await text.evaluate((one) => one.matches(':focus') && one.getAttribute('aria-invalid'))).toBe('true')
    expect(visit.api.posts).toEqual([])
    visit.api.nextPost = {
      slug: 'invalid-request',
      errors: [
        { pointer: '#/author/email', detail: 'no' },
        { pointer: '#/author/name', detail: 'no' },
      ],
    }
    await page.getByLabel('E-mail').fill('rosa@example.org')
    await write(page, 'Hola')
    await page.getByText('Write a name, at most 80 characters.').waitFor()
    await page.getByText('Write an address like ana@example.org').waitFor()
    expect(await page.getByLabel('Name').evaluate((one) => one.matches(':focus'))).toBe(true)
    expect(await text.inputValue()).toBe('Hola')
  })

  test.for([
    [{ slug: 'revise', detail: 'Please leave out phone numbers.' }, 'Please leave out phone numbers.'],
    [{ slug: 'rate-limited', retryAfter: 42 }, 'Try again in 42 s'],
    [{ slug: 'page-closed' }, 'Comments on this page are closed.'],
    [{ slug: 'forbidden', detail: 'Add this origin to tertulia.yaml.' }, 'Add this origin to tertulia.yaml.'],
    [{ slug: 'internal-error' }, 'Your text is safe here'],
  ] as const)('%j is said in words and keeps the text', async ([problem, words], { visit }) => {
    visit.api.nextPost = problem
    const page = await visit.open()
    await write(page, 'Hola')
    await page.getByRole('alert').getByText(words).waitFor()
    expect(await page.getByLabel('Your comment').inputValue()).toBe('Hola')
  })

  test('a draft survives the server going down and a reload, and the retry cannot post twice', async ({ visit }) => {
    const page = await visit.open()
    await page.getByLabel('Your comment').waitFor()
    visit.api.mode = 'down'
    await write(page, 'Long thoughts')
    await page.getByRole('alert').getByText('could not be sent').waitFor()
    visit.api.mode = 'up'
    await page.reload()
    await expect.poll(() => page.getByLabel('Your comment').inputValue()).toBe('Long thoughts')
    visit.api.nextPost = { slug: 'unavailable' }
    await page.getByRole('button', { name: 'Post comment' }).click()
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    visit.api.nextPost = 'approve'
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => texts(page)).toEqual(['Long thoughts'])
    expect(new Set(visit.api.posts.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
    await page.reload()
    await expect.poll(() => texts(page)).toEqual(['Long thoughts'])
    expect(await page.getByLabel('Your comment').inputValue()).toBe('')
  })

  test('works without storage', async ({ visit }) => {
    const page = await visit.open('<p></p>')
    await page.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException('no', 'SecurityError')
          },
        })
      }
    })
    visit.api.nextPost = 'hold'
    await page.goto(new URL('/', page.url()).href)
    await write(page, 'Hola')
    await page.getByText('Awaiting review.').waitFor()
  })
})

describe('meanwhile', () => {
  test('comments come, change and go without moving focus or scroll', async ({ visit }) => {
    const first = visit.api.add({ html: '<p>one</p>' })
    const page = await visit.open()
    await page.getByLabel('Your comment').fill('Being written')
    const scroll = () => page.evaluate(() => scrollY)
    const before = await scroll()
    const second = visit.api.add({ html: '<p>two</p>' })
    visit.api.add({ parentId: first.id, html: '<p>reply</p>' })
    await expect.poll(() => texts(page)).toEqual(['one', 'reply', 'two'])
    visit.api.edit(second.id, { html: '<p>two, edited</p>' })
    await expect.poll(() => texts(page)).toEqual(['one', 'reply', 'two, edited'])
    visit.api.remove(second.id)
    visit.api.remove(first.id)
    await expect.poll(() => texts(page)).toEqual(['reply'])
    await page.getByRole('heading', { name: '1 comment' }).waitFor()
    expect(await page.getByLabel('Your comment').evaluate((one) => one.matches(':focus'))).toBe(true)
    expect(await scroll()).toBe(before)
  })

  test('what happened while the stream was cut is caught up', async ({ visit }) => {
    const page = await visit.open()
    await expect.poll(() => visit.api.streams()).toBe(1)
    visit.api.cutStreams()
    await expect.poll(() => visit.api.streams()).toBe(0)
    visit.api.add({ html: '<p>missed</p>' })
    await expect.poll(() => texts(page)).toEqual(['missed'])
  })

  test('without streams the list is read again', async ({ visit }) => {
    visit.api.mode = 'no-stream'
    const page = await visit.open('<p></p>')
    await page.clock.install()
    await page.goto(new URL('/', page.url()).href)
    await page.getByRole('heading', { name: 'Comments', exact: true }).waitFor()
    await expect.poll(() => visit.api.requests.some((one) => one.endsWith('/events'))).toBe(true)
    visit.api.add({ html: '<p>polled</p>' })
    await expect
      .poll(async () => {
        await page.clock.fastForward(31_000)
        return texts(page)
      })
      .toEqual(['polled'])
  })
})

describe('the page around it', () => {
  test.for(['down', 'garbage'] as const)(
    'is unharmed when the API is %s, and a retry helps',
    async (mode, { visit }) => {
      visit.api.mode = mode
      visit.api.add({ html: '<p>Hola.</p>' })
      const page = await visit.open()
      await page.getByRole('alert').getByText('could not be loaded').waitFor()
      expect(await page.getByRole('link', { name: 'Comments' }).isVisible()).toBe(true)
      expect(await page.locator('#after').isVisible()).toBe(true)
      visit.api.mode = 'up'
      await page.getByRole('button', { name: 'Try again' }).click()
      await article(page, 'Hola.').waitFor()
      expect(await page.getByRole('link', { name: 'Comments' }).isVisible()).toBe(false)
    },
  )

  test('keeps its own link while the API is silent', async ({ visit }) => {
    visit.api.mode = 'silent'
    const page = await visit.open()
    await page.getByText('Loading comments…').waitFor()
    expect(await page.getByRole('link', { name: 'Comments' }).isVisible()).toBe(true)
  })

  test('has no form on a closed page', async ({ visit }) => {
    visit.api.pageOpen = false
    visit.api.add({})
    const page = await visit.open()
    await page.getByText('Comments on this page are closed.').waitFor()
    expect(await page.getByRole('button').count()).toBe(0)
  })

  test('may be a div, twice, in two languages, with the file loaded twice', async ({ visit }) => {
    visit.api.add({})
    const again = `<script type="module" src="${visit.api.url}widget.js?again"></script>`
    const page = await visit.open(
      `<div data-tertulia data-site="demo" data-page="/post" data-lang="pt">{}</div><tertulia-comments site="demo" page="/post">{}</tertulia-comments>${again}`,
    )
    await page.getByRole('heading', { name: '1 comentário', exact: true }).waitFor()
    await page.getByRole('heading', { name: '1 comentario', exact: true }).waitFor()
    await page.getByLabel('Tu comentario').fill('Hola')
    await page.getByLabel('Nombre').fill('Rosa')
    await page.getByRole('button', { name: 'Publicar comentario' }).click()
    await expect.poll(async () => (await texts(page)).filter((text) => text === 'Hola')).toHaveLength(2)
  })

  test('may change language or page, and take the comments away, which ends their stream', async ({ visit }) => {
    visit.api.add({})
    const page = await visit.open()
    await page.getByRole('heading', { name: '1 comment', exact: true }).waitFor()
    const element = page.locator('tertulia-comments')
    await element.evaluate((one) => one.setAttribute('lang', 'es'))
    await page.getByRole('heading', { name: '1 comentario', exact: true }).waitFor()
    await expect.poll(() => visit.api.streams()).toBe(1)
    await element.evaluate((one) => one.setAttribute('page', '/other'))
    await page.getByRole('alert').waitFor()
    await element.evaluate((one) => one.setAttribute('page', '/post'))
    await article(page, 'Hola.').waitFor()
    await expect.poll(() => visit.api.streams()).toBe(1)
    await element.evaluate((one) => one.remove())
    await expect.poll(() => visit.api.streams()).toBe(0)
  })
})

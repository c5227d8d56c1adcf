import { describe, expect, test } from 'vitest'
import { createAuthor } from './author.ts'
import { createDraft } from './draft.ts'
import { createReceipts } from './receipts.ts'
import { createStore } from './storage.ts'

/** A browser's storage as far as we use it. */
function memory(): Storage {
  const items = new Map<string, string>()
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => items.set(name, value),
    removeItem: (name: string) => items.delete(name),
  } as unknown as Storage
}

function forbidden(): Storage {
  throw new DOMException('The operation is insecure.', 'SecurityError')
}

const full = (): Storage =>
  Object.assign(memory(), {
    setItem() {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    },
  })

const kept = (id: string, page = '/a') => ({ id, receipt: 'r', page, watched: true })

describe.for([
  ['working', memory()],
  ['forbidden', undefined],
  ['full', full()],
] as const)('with storage that is %s', ([, storage]) => {
  const open = () => createStore(() => storage ?? forbidden())

  test('receipts are kept by page, stop being watched, and are forgotten', () => {
    const receipts = createReceipts(open(), 'demo')
    for (const one of [kept('1'), kept('2'), kept('3', '/b')]) receipts.keep(one)
    receipts.keep(kept('1'))
    expect(receipts.watched('/a').map(({ id }) => id)).toEqual(['2', '1'])
    receipts.unwatch('2')
    expect(receipts.watched('/a').map(({ id }) => id)).toEqual(['1'])
    receipts.watch('2')
    receipts.watch('of somebody else')
    expect(receipts.watched('/a')).toHaveLength(2)
    receipts.unwatch('2')
    receipts.forget('1')
    expect(receipts.watched('/a')).toEqual([])
    expect(receipts.watched('/b')).toHaveLength(1)
  })

  test('an author has one key of 256 bits a site, and never an e-mail address in storage', () => {
    const store = open()
    const author = createAuthor(store, 'demo')
    expect(author.key()).toMatch(/^[\w-]{43}$/)
    expect(author.key()).toBe(author.key())
    expect(createAuthor(store, 'other').key()).not.toBe(author.key())
    author.remember({ name: 'Ana', url: 'https://ana.example', ...{ email: 'ana@example.org' } })
    expect([author.name(), author.url()]).toEqual(['Ana', 'https://ana.example'])
    expect(JSON.stringify(store.read('tertulia:profile:demo'))).not.toContain('@')
  })

  test('a draft has the same key for the same body, and another once it changed', () => {
    const draft = createDraft(open(), { site: 'demo', page: '/a', parentId: '' })
    draft.save('hola')
    const key = draft.keyFor('{"text":"hola"}')
    draft.save('hola')
    expect(draft.keyFor('{"text":"hola"}')).toBe(key)
    const other = draft.keyFor('{"text":"hola!"}')
    expect(other).not.toBe(key)
    draft.newKey()
    expect(draft.keyFor('{"text":"hola!"}')).not.toBe(other)
    expect(draft.text()).toBe('hola')
    draft.clear()
    expect(draft.text()).toBe('')
  })
})

test('what another script left under our names is not taken for ours', () => {
  const storage = memory()
  for (const junk of ['{', '"x"', '7', '[1, null, {"id": 1}]', '{"text": {}}']) {
    storage.setItem('tertulia:receipts:demo', junk)
    storage.setItem('tertulia:author:demo', junk)
    expect(
      createReceipts(
        createStore(() => storage),
        'demo',
      ).watched('/a'),
    ).toEqual([])
    expect(
      createAuthor(
        createStore(() => storage),
        'demo',
      ).key(),
    ).toMatch(/^[\w-]{43}$/)
  }
})

test('at most two hundred receipts are kept, the newest', () => {
  const storage = memory()
  const receipts = createReceipts(
    createStore(() => storage),
    'demo',
  )
  for (let n = 0; n < 250; n++) receipts.keep(kept(String(n)))
  expect(receipts.watched('/a')).toHaveLength(200)
  expect(receipts.watched('/a').at(-1)?.id).toBe('249')
})

import { randomBytes, randomUUID } from 'node:crypto'
import { NewComment } from '@tertulia/contract'
import { test as base } from '@tertulia/db/testing'
import { type Policy, parsePolicy } from '@tertulia/moderation-rules'
import {
  acceptConfiguration,
  type Moderator,
  openTertulia,
  type SiteConfig,
  submitComment,
  type Tertulia,
} from '../index.ts'

/** Holds three links and the word `hold`, rejects `casino casino`, asks `tiny` to be reworded, passes all else. */
export const testPolicy = `
version: 1
thresholds: {hold: 2, reject: 7}
lists: {hold: {terms: [hold]}, spam: {terms: [casino casino]}}
rules:
  - {id: many-links, reason: spam, weight: 3, match: {links: {min: 3}}}
  - {id: held-word, reason: abuse, weight: 3, match: {list: hold}}
  - {id: casino, reason: spam, weight: 9, match: {list: spam}}
  - {id: tiny, reason: other, message: Please say more., match: {pattern: '^tiny$'}}
`

const channel = '100000000000000002'
const accepted = new WeakMap<Tertulia, Map<string, Policy>>()

/** A new site of its own on this Tertulia, beside those it has. */
export async function addSite(
  tertulia: Tertulia,
  site: Partial<SiteConfig> & { policyYaml?: string } = {},
): Promise<SiteConfig> {
  const { policyYaml = testPolicy, ...rest } = site
  const config: SiteConfig = {
    id: `site-${randomBytes(6).toString('hex')}`,
    name: 'Test blog',
    origins: ['https://blog.example'],
    locale: 'en',
    policy: 'policy.yaml',
    limits: { posts: null },
    discord: {
      guild: '100000000000000001',
      channel,
      moderators: ['100000000000000010'],
      admins: ['100000000000000011'],
    },
    ...rest,
  }
  const parsed = parsePolicy(policyYaml)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  const sites = [...tertulia.sites.all(), config]
  const policies = (accepted.get(tertulia) ?? new Map<string, Policy>()).set(config.id, parsed.policy)
  accepted.set(tertulia, policies)
  await acceptConfiguration(tertulia, { sites, policies, files: [] }, 'test')
  return config
}

export interface Draft {
  site: SiteConfig
  text?: string
  page?: string
  name?: string
  parentId?: string
  authorKey?: string | null
  idempotencyKey?: string | null
}

/** Posts as a reader would. */
export function post(tertulia: Tertulia, draft: Draft) {
  const comment = NewComment.parse({
    text: draft.text ?? 'A thoughtful remark.',
    author: { name: draft.name ?? 'Ana' },
    page: { url: 'https://blog.example/post' },
    ...(draft.parentId ? { parentId: draft.parentId } : {}),
  })
  return submitComment(tertulia, {
    site: draft.site.id,
    page: draft.page ?? '/post',
    comment,
    authorKey: draft.authorKey ?? null,
    idempotencyKey: draft.idempotencyKey ?? null,
    address: '192.0.2.1',
  })
}

export const newAuthorKey = (): string => randomBytes(32).toString('base64url')

export const moderatorNamed = (name: string): Moderator => ({
  id: `test:${name}`,
  name,
  scope: 'admin',
  surface: 'api',
  sites: null,
})

/** vitest's `test` with a Tertulia on a database of its own, and a site made for each test. */
export const test = base
  .extend('tertulia', { scope: 'file' }, async ({ databaseUrl }, { onCleanup }) => {
    const tertulia = await openTertulia({ databaseUrl, secret: randomUUID() })
    onCleanup(() => tertulia.close())
    return tertulia
  })
  .extend('site', async ({ tertulia }) => addSite(tertulia))

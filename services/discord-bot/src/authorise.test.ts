import type { SiteConfig } from '@tertulia/comments'
import type { ButtonInteraction } from 'discord.js'
import { expect, test } from 'vitest'
import { authorise, type Presser, presserOf } from './authorise.ts'

const site: SiteConfig = {
  id: 'demo',
  name: 'Demo',
  origins: ['https://blog.example'],
  locale: 'en',
  policy: 'policy.yaml',
  limits: { posts: null },
  discord: { guild: 'g1', channel: 'c1', moderators: ['mod'], admins: ['adm'] },
}
const presser: Presser = { guild: 'g1', id: 'u1', name: 'Ana', roles: ['everyone', 'mod'] }

test('a role of the site makes a moderator or an admin, of that site alone', () => {
  const moderator = { id: 'discord:u1', name: 'Ana', scope: 'moderate', surface: 'discord', sites: ['demo'] }
  expect(authorise(presser, site)).toEqual(moderator)
  expect(authorise({ ...presser, roles: ['mod', 'adm'] }, site)).toEqual({ ...moderator, scope: 'admin' })
})

test.each([
  ['no role', { ...presser, roles: [] }, site],
  ['other roles', { ...presser, roles: ['everyone', 'owner'] }, site],
  ['another server', { ...presser, guild: 'g2' }, site],
  ['no server', { ...presser, guild: null }, site],
  ['a site without Discord', presser, { ...site, discord: undefined }],
])('%s makes nobody', (_, who, where) => {
  expect(authorise(who, where as SiteConfig)).toBeUndefined()
})

test('the presser is read from plain data and from a cached member alike', () => {
  const user = { id: 'u1', displayName: 'ana' }
  const from = (member: unknown) => presserOf({ guildId: 'g1', user, member } as unknown as ButtonInteraction)
  const plain = from({ nick: 'Ana', roles: ['mod'] })
  const cached = from({ displayName: 'Ana', roles: { cache: new Map([['mod', {}]]) } })
  expect(plain).toEqual({ guild: 'g1', id: 'u1', name: 'Ana', roles: ['mod'] })
  expect(cached).toEqual(plain)
  expect(from({ nick: null, roles: [] }).name).toBe('ana')
  expect(from(null).roles).toEqual([])
})

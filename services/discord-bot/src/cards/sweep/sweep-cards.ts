import type { Tertulia } from '@tertulia/comments'
import type { REST } from 'discord.js'
import { Routes } from 'discord-api-types/v10'
import type { Logger } from 'pino'
import { discordFailure } from '../discord-failure.ts'
import { redraw } from '../queries.ts'
import { insertMissing, probes, redrawPending, reviveAll } from './queries.ts'

export interface SweepDeps {
  tertulia: Tertulia
  rest: REST
  log: Logger
}

/**
 * At start-up and each hour: gives what was given up another chance, adds cards that are missing, and asks Discord for two
 * messages a channel, the oldest and the newest pending card. Both gone means that the channel was emptied, and all are
 * posted anew; the channel is never crawled.
 */
export async function sweepCards({ tertulia, rest, log }: SweepDeps): Promise<void> {
  const { db, sites } = tertulia
  await reviveAll(db)
  const sitesOf = new Map<string, string[]>()
  for (const { id, discord } of sites.all()) {
    if (!discord) continue
    await insertMissing(db, { site: id, channel: discord.channel })
    sitesOf.set(discord.channel, [...(sitesOf.get(discord.channel) ?? []), id])
  }
  for (const [channel, ids] of sitesOf) {
    const asked = await probes(db, { channel, sites: ids })
    const gone: string[] = []
    for (const { comment, message } of asked) if (await isGone(rest, channel, message)) gone.push(comment)
    if (gone.length === 0) continue
    log.info({ channel, all: gone.length === asked.length }, 'Cards were removed from the channel')
    if (gone.length === asked.length) await redrawPending(db, { channel, sites: ids })
    else for (const comment of gone) await redraw(db, { comment, channel, version: 1 })
  }
}

/** Any other failure is the reconciler's to meet and report, when it has something to show. */
const isGone = (rest: REST, channel: string, message: string) =>
  rest.get(Routes.channelMessage(channel, message)).then(
    () => false,
    (error: unknown) => discordFailure(error).kind === 'message-gone',
  )

import { createSnowflakes } from '../snowflake.ts'
import { makeWorld, type World } from '../world.ts'
import { createAttachments } from './attachments.ts'
import { createCommands } from './commands.ts'
import { createFeed } from './feed.ts'
import { createInteractions } from './interactions.ts'
import { createMessages } from './messages.ts'
import { createNonces } from './nonces.ts'

/** Everything this Discord remembers, in memory only. */
export type DiscordState = ReturnType<typeof createDiscordState>

export function createDiscordState({ now, world: changes }: { now: () => number; world?: Partial<World> }) {
  const world = makeWorld(changes)
  const feed = createFeed()
  const snowflake = createSnowflakes(now)
  return {
    now,
    world,
    feed,
    snowflake,
    messages: createMessages({ world, now, snowflake, feed }),
    interactions: createInteractions({ now, snowflake, feed }),
    commands: createCommands({ world, snowflake, feed }),
    nonces: createNonces(now),
    attachments: createAttachments(snowflake),
  }
}

const discordEpochMs = 1_420_070_400_000n

/** Makes Discord ids in the simulator's own time; unique even while the clock stands still. */
export function createSnowflakes(now: () => number) {
  let last = 0n
  let increment = 0n
  return function nextSnowflake(atMs: number = now()): string {
    increment = (increment + 1n) % (1n << 22n)
    const id = ((BigInt(Math.trunc(atMs)) - discordEpochMs) << 22n) | increment
    last = id === last ? id + 1n : id
    return String(last)
  }
}

/** When a snowflake was made, in milliseconds. */
export const snowflakeMs = (id: string): number => Number((BigInt(id) >> 22n) + discordEpochMs)

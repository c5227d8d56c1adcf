import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js'

/** What a failed request means for the card it was for. */
export type DiscordFailure =
  | { kind: 'rate-limited'; afterMs: number }
  /** the message is not there, or not ours, any more */
  | { kind: 'message-gone' }
  /** nothing can be shown in this channel until a person has done what `reason` says */
  | { kind: 'channel-broken'; reason: string }
  | { kind: 'token-invalid' }
  /** Discord refuses this one card, now and later */
  | { kind: 'card-refused'; reason: string }
  /** worth another try, no sooner than `afterMs` */
  | { kind: 'transient'; reason: string; afterMs: number }

const brokenChannels: Record<number, string> = {
  10003: 'The channel does not exist. Set `channel` in tertulia.yaml to one that does.',
  40001: 'The bot is not allowed here. Invite it to the server again.',
  50001: 'The bot cannot see the channel. Give its role "View Channel" there.',
  50013: 'The bot may not write in the channel. Give its role "Send Messages" and "Embed Links" there.',
}
// 10008: no such message. 50005: written by another bot, as after a change of token.
const goneMessages = [10008, 50005]
// Cloudflare answers for Discord when an address sent too many bad requests; insisting makes it worse.
const bannedMs = 60_000

/** Reads an error of a REST call (Discord's documentation, "Opcodes and Status Codes"). */
export function discordFailure(error: unknown): DiscordFailure {
  if (error instanceof RateLimitError) {
    return { kind: 'rate-limited', afterMs: Math.max(error.timeToReset, error.retryAfter) }
  }
  if (error instanceof HTTPError) return { kind: 'transient', reason: `Discord answered ${error.status}`, afterMs: 0 }
  // After one 401 the library forgets the token and refuses every further call by itself.
  if (messageOf(error).startsWith('Expected token to be set')) return { kind: 'token-invalid' }
  if (!(error instanceof DiscordAPIError)) return { kind: 'transient', reason: messageOf(error), afterMs: 0 }
  const { status, message } = error
  const code = Number(error.code)
  if (status === 401) return { kind: 'token-invalid' }
  if (goneMessages.includes(code)) return { kind: 'message-gone' }
  const broken = brokenChannels[code]
  if (broken) return { kind: 'channel-broken', reason: `${broken} (Discord: ${code} ${message})` }
  if (!code) return { kind: 'transient', reason: `Discord answered ${status} without a code`, afterMs: bannedMs }
  return { kind: 'card-refused', reason: `Discord: ${code} ${message}` }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

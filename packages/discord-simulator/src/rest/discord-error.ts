/** One fault of a request body; `path` leads to the field. */
export interface Issue {
  path: (string | number)[]
  code: string
  message: string
}

/** An error as Discord answers it: HTTP status, JSON code, and for 50035 a tree of field errors. */
export class DiscordError extends Error {
  readonly status: number
  readonly code: number
  readonly extra: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: number,
    message: string,
    more: { extra?: Record<string, unknown>; headers?: Record<string, string> } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.extra = more.extra ?? {}
    this.headers = more.headers ?? {}
  }

  get body() {
    return { message: this.message, code: this.code, ...this.extra }
  }
}

// Names and texts: Discord's documentation, "Opcodes and Status Codes", JSON error codes.
export const unauthorized = () => new DiscordError(401, 0, '401: Unauthorized')
export const notFound = () => new DiscordError(404, 0, '404: Not Found')
export const unknownApplication = () => new DiscordError(404, 10002, 'Unknown Application')
export const unknownChannel = () => new DiscordError(404, 10003, 'Unknown Channel')
export const unknownGuild = () => new DiscordError(404, 10004, 'Unknown Guild')
export const unknownMember = () => new DiscordError(404, 10007, 'Unknown Member')
export const unknownMessage = () => new DiscordError(404, 10008, 'Unknown Message')
export const unknownRole = () => new DiscordError(404, 10011, 'Unknown Role')
export const unknownWebhook = () => new DiscordError(404, 10015, 'Unknown Webhook')
export const unknownInteraction = () => new DiscordError(404, 10062, 'Unknown interaction')
export const unknownCommand = () => new DiscordError(404, 10063, 'Unknown application command')
export const alreadyAcknowledged = () => new DiscordError(400, 40060, 'Interaction has already been acknowledged.')
export const missingAccess = () => new DiscordError(403, 50001, 'Missing Access')
export const emptyMessage = () => new DiscordError(400, 50006, 'Cannot send an empty message')
export const missingPermissions = () => new DiscordError(403, 50013, 'Missing Permissions')
export const invalidWebhookToken = () => new DiscordError(401, 50027, 'Invalid Webhook Token')
export const badJson = () => new DiscordError(400, 50109, 'The request body contains invalid JSON.')

/** 400, code 50035: the issues nested by field name, as Discord nests them. */
export function invalidFormBody(issues: Issue[]): DiscordError {
  const errors: Record<string, unknown> = {}
  for (const { path, code, message } of issues) {
    let node = errors
    for (const key of path) {
      node[key] ??= {}
      node = node[key] as Record<string, unknown>
    }
    node._errors ??= []
    ;(node._errors as unknown[]).push({ code, message })
  }
  return new DiscordError(400, 50035, 'Invalid Form Body', { extra: { errors } })
}

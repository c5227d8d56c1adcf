import type { ZodMiniType } from 'zod/mini'
import { checkSchema } from '../validation/schema.ts'
import { type Issue, invalidFormBody } from './discord-error.ts'
import type { RequestLog } from './request-log.ts'
import type { Call, SimRequest } from './route.ts'

type Given = Omit<Call, 'check' | 'report' | 'expectNoPings'>

/** A call whose checks write into the log; `checked` tells whether the route looked at its body at all. */
export function createCall(given: Given, entry: SimRequest, log: RequestLog): { call: Call; checked: () => boolean } {
  let checked = false
  const { method, route, path } = entry

  const report: Call['report'] = ({ kind, at = '', code = '', message }) => {
    entry.valid = false
    log.violation({ kind, method, route, path, at, code, message })
  }
  const refuse = (kind: 'schema' | 'semantic', issues: Issue[]) => {
    if (issues.length === 0) return
    for (const issue of issues) report({ kind, at: issue.path.join('.'), code: issue.code, message: issue.message })
    throw invalidFormBody(issues)
  }

  const call: Call = {
    ...given,
    report,
    check<T>(schema: ZodMiniType, rules: (body: T) => Issue[] = () => []): T {
      checked = true
      const { issues, warnings } = checkSchema(schema, given.body ?? {})
      entry.warnings.push(...warnings)
      refuse('schema', issues)
      const body = (given.body ?? {}) as T
      refuse('semantic', rules(body))
      return body
    },
    expectNoPings(allowedMentions) {
      const { parse, users = [], roles = [], replied_user: replied } = (allowedMentions ?? {}) as AllowedMentions
      if (parse?.length === 0 && !users?.length && !roles?.length && !replied) return
      const message = 'Without allowed_mentions {parse: []} whatever the text mentions is pinged'
      const before = entry.valid
      report({ kind: 'would-ping', at: 'allowed_mentions', message })
      // Discord takes such a message, so the request itself stays valid.
      entry.valid = before
    },
  }
  return { call, checked: () => checked }
}

interface AllowedMentions {
  parse?: unknown[]
  users?: unknown[] | null
  roles?: unknown[] | null
  replied_user?: boolean | null
}

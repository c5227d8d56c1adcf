/** What happens instead of, or before, the ordinary answer. `reset-after` lets Discord act and loses its answer. */
export type FaultEffect =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | { delayMs: number }
  | 'reset-before'
  | 'reset-after'

export interface FaultRule {
  method?: string
  /** A route's template (`/channels/:channel/messages`), or an expression tried on the path. */
  route?: string | RegExp
  /** How often it strikes; for ever where absent. */
  times?: number
  effect: FaultEffect
}

/** Scripted misfortune, first rule that matches wins. */
export function createFaults() {
  const rules: { rule: FaultRule; left: number }[] = []
  return {
    add(rule: FaultRule): () => void {
      const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY }
      rules.push(entry)
      return () => {
        entry.left = 0
      }
    },
    strike(request: { method: string; route: string; path: string }): FaultEffect | undefined {
      const entry = rules.find(({ rule, left }) => left > 0 && matches(rule, request))
      if (!entry) return undefined
      entry.left--
      return entry.rule.effect
    },
  }
}

function matches(rule: FaultRule, request: { method: string; route: string; path: string }): boolean {
  if (rule.method && rule.method.toUpperCase() !== request.method) return false
  if (rule.route === undefined) return true
  return typeof rule.route === 'string' ? rule.route === request.route : rule.route.test(request.path)
}

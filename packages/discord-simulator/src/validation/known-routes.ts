// A computed name, since the compiler would check this package's .ts file by our own stricter rules.
const spec: string = 'discord-api-spec'
const { pathsList } = (await import(spec)) as { pathsList: Record<string, readonly string[]> }

/** Says whether Discord has a route that is not simulated yet, or whether nobody has it. */
export function describeUnknownRoute(method: string, path: string): string {
  const known = pathsList[method.toLowerCase()] ?? []
  const shape = (template: string) => new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`)
  return known.some((template) => shape(template).test(path))
    ? `Discord has ${method} ${path}; the simulator does not yet (see "Add a route" in its README)`
    : `Discord has no ${method} ${path}`
}

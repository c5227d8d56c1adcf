import ipaddr from 'ipaddr.js'

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** Reads CIDRs of trusted proxies; throws a plain sentence at the first that is none. */
export function parseProxies(cidrs: readonly string[]): Range[] {
  return cidrs.map((cidr) => {
    if (!ipaddr.isValidCIDR(cidr)) throw new Error(`TRUSTED_PROXIES: ${cidr} is not an address range like 10.0.0.0/8`)
    return ipaddr.parseCIDR(cidr)
  })
}

const trusted = (address: ipaddr.IPv4 | ipaddr.IPv6, proxies: readonly Range[]): boolean =>
  proxies.some(([range, bits]) => range.kind() === address.kind() && address.match([range, bits] as never))

/**
 * Who is asking, for limits and the kept hash: the peer's address, or the last X-Forwarded-For entry that is not a trusted
 * proxy when the peer is one. IPv4-mapped addresses count as IPv4; IPv6 is cut to its /64, which one visitor has.
 */
export function visitorAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: readonly Range[],
): string | null {
  const chain = [...(forwardedFor?.split(',') ?? []), peer ?? ''].map((entry) => entry.trim())
  let visitor: ipaddr.IPv4 | ipaddr.IPv6 | undefined
  for (const entry of chain.reverse()) {
    if (!ipaddr.isValid(entry)) break
    visitor = ipaddr.process(entry)
    if (!trusted(visitor, proxies)) break
  }
  if (!visitor) return null
  if (visitor.kind() === 'ipv4') return visitor.toString()
  return `${new ipaddr.IPv6([...(visitor as ipaddr.IPv6).parts.slice(0, 4), 0, 0, 0, 0])}/64`
}

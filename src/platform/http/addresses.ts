// Which IP addresses are out of bounds for outgoing requests: everything that is not the public internet.
import { BlockList, isIP } from 'node:net'

// IANA special-purpose address registries (RFC 6890 and successors).
const closedIpv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
// Of the global unicast block 2000::/3. Teredo and 6to4 (2001::/23, 2002::/16) wrap IPv4 addresses, private ones too.
const closedIpv6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const closed = new BlockList()
const globalIpv6 = new BlockList()
for (const [net, prefix] of closedIpv4) closed.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of closedIpv6) closed.addSubnet(net, prefix, 'ipv6')
globalIpv6.addSubnet('2000::', 3, 'ipv6')

/**
 * True for private, loopback, link-local, shared, multicast, documentation and other special addresses, and for
 * what is no address. IPv6 is public only within 2000::/3, which leaves out IPv4-mapped and NAT64 forms.
 */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return closed.check(address, 'ipv4')
  if (version === 6) return !globalIpv6.check(address, 'ipv6') || closed.check(address, 'ipv6')
  return true
}

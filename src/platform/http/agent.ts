// Connections to elsewhere: kept alive, bounded in time, and never to an address that is out of bounds.
import { lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector, setGlobalDispatcher } from 'undici'
import { isPrivateAddress } from './addresses.ts'
import { HttpFault } from './fault.ts'

export interface AgentOptions {
  readonly allowPrivateAddress: boolean
  /** Which addresses are refused; tests have their own. */
  readonly refuses?: (address: string) => boolean
  /** Finds the addresses of a name; tests have their own. */
  readonly lookup?: LookupFunction
}

/**
 * The guard sits where the connection is made, on the very addresses that it uses, so that neither a redirect nor a
 * second DNS answer passes it by.
 */
export function openAgent(options: AgentOptions): Agent {
  const refuses = options.allowPrivateAddress ? () => false : (options.refuses ?? isPrivateAddress)
  const connector = buildConnector({
    timeout: 5000,
    lookup: guardedLookup(options.lookup ?? (systemLookup as LookupFunction), refuses),
  } as Parameters<typeof buildConnector>[0])
  function connect(to: buildConnector.Options, callback: buildConnector.Callback): void {
    const address = to.hostname.replace(/^\[|\]$/g, '')
    if (isIP(address) && refuses(address)) return callback(refusal(to.hostname), null)
    connector(to, callback)
  }
  return new Agent({
    connect,
    connections: 16,
    pipelining: 1,
    keepAliveTimeout: 20_000,
    keepAliveMaxTimeout: 60_000,
    headersTimeout: 15_000,
    bodyTimeout: 15_000,
    maxResponseSize: 32 * 1024 * 1024,
    maxHeaderSize: 32 * 1024,
  })
}

/** Guards Node's own fetch in this process too: libraries use it without limits of their own. */
export function guardGlobalFetch(options: AgentOptions): void {
  setGlobalDispatcher(openAgent(options))
}

function guardedLookup(lookup: LookupFunction, refuses: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      if (error) return callback(error, found, family)
      const addresses = typeof found === 'string' ? [found] : found.map((one) => one.address)
      if (addresses.some(refuses)) return callback(refusal(hostname), found, family)
      callback(null, found, family)
    })
  }
}

function refusal(hostname: string): HttpFault {
  return new HttpFault('private-address', `${hostname} is not on the public internet`)
}

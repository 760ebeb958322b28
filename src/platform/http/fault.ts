// What can go wrong with an outgoing request, in one class.
import { codeOf, isError } from '../error-code.ts'

export type HttpFaultCode =
  'bad-address' | 'private-address' | 'too-large' | 'timeout' | 'network' | 'too-many-redirects'

/** The request had no usable answer. 'timeout' and 'network' may pass; the others will not by themselves. */
export class HttpFault extends Error {
  override readonly name = 'HttpFault'
  readonly code: HttpFaultCode
  constructor(code: HttpFaultCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options)
    this.code = code
  }
}

/** Any error of the connection as HttpFault; ours may be hidden as the cause of one of the library's. */
export function faultFrom(error: unknown, url: string): HttpFault {
  for (let at: unknown = error, depth = 0; isError(at) && depth < 5; at = at.cause, depth++) {
    if (at instanceof HttpFault) return at
    const code = codeOf(at)
    if (/TIMEOUT|ETIMEDOUT/.test(code) || at.name === 'TimeoutError')
      return new HttpFault('timeout', url, { cause: error })
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return new HttpFault('too-large', url, { cause: error })
  }
  const reason = isError(error) ? error.message : String(error)
  return new HttpFault('network', `${url}: ${reason}`, { cause: error })
}

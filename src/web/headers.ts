// Security headers of every answer.
import helmet from 'helmet'
import type { RequestHandler } from 'express'

const YEAR_SECONDS = 31_536_000

/** @param secure the plein is reached by https: tells browsers to keep to it. */
export function securityHeaders(secure: boolean): RequestHandler {
  const headers = [...headersOf(guardOf(secure)), ['Permissions-Policy', PERMISSIONS] as const]
  return function setHeaders(_request, response, next) {
    for (const [name, value] of headers) response.setHeader(name, value)
    next()
  }
}

const PERMISSIONS = 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()'

/** What the guard sets on every answer, asked once: it is always the same, and a dozen handlers to ask. */
function headersOf(guard: RequestHandler): Map<string, string> {
  const headers = new Map<string, string>()
  const answer = { setHeader: (name: string, value: string) => headers.set(name, value), removeHeader: () => undefined }
  guard({} as never, answer as never, () => undefined)
  return headers
}

function guardOf(secure: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        mediaSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    frameguard: { action: 'deny' },
    // The network reads our public documents and pictures from its own pages.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    referrerPolicy: { policy: 'same-origin' },
  })
}

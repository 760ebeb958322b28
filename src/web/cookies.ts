// The cookies of the frame: session, language, what just happened, what was typed. No page sees them.
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'

export interface Cookies {
  read(request: Pick<Request, 'headers'>, name: CookieName): string | undefined
  /** @param seconds until it is thrown away; without it, with the browser's session */
  set(response: Response, name: CookieName, value: string, seconds?: number): void
  clear(response: Response, name: CookieName): void
}

export type CookieName = 'session' | 'language' | 'flash' | 'kept'

/**
 * On https the names begin with `__Host-`, so that no neighbouring site can set them. On plain http (development)
 * they hold the port, because browsers share cookies between the ports of one host.
 */
export function cookiesOf(origin: string): Cookies {
  const url = new URL(origin)
  const secure = url.protocol === 'https:'
  const prefix = secure ? '__Host-' : `plein${url.port}-`
  function write(response: Response, name: CookieName, value: string, maxAge: number | undefined): void {
    const cookie = stringifySetCookie({
      name: prefix + name,
      value,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      ...(maxAge === undefined ? {} : { maxAge }),
    })
    // What was said of it before in the same answer no longer holds.
    const others = [response.get('Set-Cookie') ?? []].flat().filter((one) => !one.startsWith(`${prefix}${name}=`))
    response.set('Set-Cookie', [...others, cookie])
  }
  return {
    read: (request, name) => parseCookie(request.headers.cookie ?? '')[prefix + name],
    set: write,
    clear: (response, name) => write(response, name, '', 0),
  }
}

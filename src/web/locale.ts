// In which language a visitor is answered.
import type { RequestHandler } from 'express'
import { defaultLocale, locales, type Locale } from '../platform/i18n/texts.ts'
import type { Cookies } from './cookies.ts'

const YEAR_SECONDS = 31_536_000

/** Undefined when it is no language of ours. */
export function toLocale(text: unknown): Locale | undefined {
  return locales.find((locale) => locale === text)
}

/** The best of ours by Accept-Language (RFC 9110 §12.5.4); the default when none fits. */
export function acceptedLocale(header: string | undefined): Locale {
  let best: { locale: Locale; quality: number } | undefined
  for (const part of (header ?? '').slice(0, 500).split(',')) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
    const locale = toLocale(range.split('-')[0])
    const quality = Number(parameters.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find(Boolean) ?? 1)
    if (locale && quality > 0 && quality > (best?.quality ?? 0)) best = { locale, quality }
  }
  return best?.locale ?? defaultLocale
}

/** `?taal=en` on any page: remembers the choice and goes on to the same page without it. */
export function languageSwitch(cookies: Cookies): RequestHandler {
  return function switchLanguage(request, response, next) {
    if (request.method !== 'GET' || !request.url.includes('taal=')) return next()
    const url = URL.parse(request.originalUrl, 'http://here')
    if (!url) return next()
    const locale = toLocale(url.searchParams.get('taal'))
    if (!locale) return next()
    url.searchParams.delete('taal')
    cookies.set(response, 'language', locale, YEAR_SECONDS)
    response.setHeader('Cache-Control', 'no-store')
    // Only the path: an address that begins with two slashes would lead to another site.
    response.redirect(303, (url.pathname + url.search).replace(/^\/{2,}/, '/'))
  }
}

// What the parts of the frame share for one plein: options, cookies, caches. One object per app, no singletons.
import type { LayoutAssets } from '../../views/layout/page.tsx'
import type { SessionSource } from '../core/pages.ts'
import type { Assets } from './assets/assets.ts'
import { cookiesOf, type Cookies } from './cookies.ts'
import { guestCache, type GuestCache } from './guest-cache.ts'
import { keptForms, type KeptForms } from './kept.ts'
import { layoutSource, type LayoutReader } from './layout.ts'
import type { WebOptions } from './options.ts'
import type { Theme } from './theme/load.ts'

export interface Frame {
  readonly options: WebOptions
  readonly cookies: Cookies
  readonly kept: KeptForms
  readonly cache: GuestCache
  readonly session: SessionSource | undefined
  readonly layout: LayoutReader
  readonly layoutAssets: LayoutAssets
  readonly theme: Theme
}

/** @param theme as `loadTheme` found it */
export function frameOf(options: WebOptions, assets: Assets, theme: Theme): Frame {
  const cookies = cookiesOf(options.config.origin)
  return {
    options,
    cookies,
    kept: keptForms(cookies, options.clock),
    cache: guestCache(options.clock),
    session: options.features.find((feature) => feature.session)?.session,
    layout: layoutSource(options),
    layoutAssets: {
      styles: [assets.href('app.css'), assets.href(`theme-${theme.base}.css`), ...theme.styles],
      script: assets.href('main.js'),
      favicon: assets.href('favicon.svg'),
      fonts: assets.has('noto-sans-latin-400.woff2')
        ? [assets.href('noto-sans-latin-400.woff2'), assets.href('noto-serif-latin-700.woff2')]
        : [],
    },
    theme,
  }
}

// The bottom of every page, and the small things that scripts show: the list of shortcuts, the word about a kept draft.
import type { VNode } from 'preact'
import { locales } from '../../src/platform/i18n/texts.ts'
import type { LayoutProps } from './props.ts'

/** What each language calls itself. */
const names = { nl: 'Nederlands', en: 'English' } as const

export function Footer(props: LayoutProps): VNode {
  const { t, site, options } = props
  return (
    <footer class="dv-footer">
      <div class="dv-footer__bar dv-frame">
        <p class="dv-footer__name">{site.name}</p>
        {!options.bare && (
          <nav aria-label={t('layout.footer')}>
            <ul class="dv-footer__links">
              <FooterLink href="/about" label={t('layout.about')} />
              <FooterLink href="/accessibility" label={t('layout.accessibility')} />
              <FooterLink href="/privacy" label={t('layout.privacy')} />
            </ul>
          </nav>
        )}
        <Languages {...props} />
      </div>
    </footer>
  )
}

function FooterLink({ href, label }: { href: string; label: string }): VNode {
  return (
    <li>
      <a class="nl-link" href={href}>
        {label}
      </a>
    </li>
  )
}

/** A form and no links, so that nobody's language changes because a page was fetched ahead. */
function Languages({ t, url }: LayoutProps): VNode {
  const query = url.includes('?') ? [...new URLSearchParams(url.slice(url.indexOf('?')))] : []
  return (
    <form class="dv-languages" action={url.split('?')[0]} aria-label={t('layout.language')}>
      {query.map(
        ([name, value], index) => name !== 'taal' && <input key={index} type="hidden" name={name} value={value} />,
      )}
      {locales.map((locale) => (
        <button
          key={locale}
          class="dv-languages__button"
          name="taal"
          value={locale}
          lang={locale}
          aria-pressed={locale === t.locale}
        >
          {names[locale]}
        </button>
      ))}
    </form>
  )
}

/** Shown by the script on `?`. */
export function Shortcuts({ t }: Pick<LayoutProps, 't'>): VNode {
  const keys = [
    ['/', 'search'],
    ['n', 'new'],
    ['g s', 'start'],
    ['g n', 'notifications'],
    ['?', 'help'],
  ] as const
  return (
    <dialog class="dv-shortcuts" id="dv-shortcuts" aria-labelledby="dv-shortcuts-title">
      <h2 class="nl-heading nl-heading--level-3" id="dv-shortcuts-title">
        {t('shortcut.title')}
      </h2>
      <dl class="dv-shortcuts__list">
        {keys.map(([key, name]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{t(`shortcut.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button class="nl-button nl-button--secondary" type="submit">
          <span class="nl-button__label">{t('shortcut.close')}</span>
        </button>
      </form>
    </dialog>
  )
}

/** Put above a form by the script when it filled in what was typed before. */
export function DraftNotice({ t }: Pick<LayoutProps, 't'>): VNode {
  return (
    <template id="dv-draft">
      <p class="dv-draft" role="status">
        {t('draft.restored')}{' '}
        <button class="dv-draft__discard" type="button">
          {t('draft.discard')}
        </button>
      </p>
    </template>
  )
}

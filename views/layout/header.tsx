// The top of every page: whose plein it is, search, Plaatsen, meldingen, my menu, and the main navigation.
import type { VNode } from 'preact'
import { Avatar, Icon, kept } from '../ds/index.ts'
import type { LayoutProps } from './props.ts'

export function Header({ t, site, person, nav, choices, options, url }: LayoutProps): VNode {
  const asked = url.startsWith('/search?') ? (new URLSearchParams(url.slice(url.indexOf('?'))).get('q') ?? '') : ''
  const back = person || url === '/' || url.startsWith('/sign-in') ? '' : `?return=${encodeURIComponent(url)}`
  return <Top {...{ t, site, person, nav, choices, asked, back }} current={options.current} />
}

/** Whose plein it is, and no more. */
export function BareHeader({ site }: Pick<LayoutProps, 'site'>): VNode {
  return (
    <header class="dv-header">
      <div class="dv-header__bar dv-frame">
        <span class="dv-brand">
          <Mark logo={site.logo} />
          <span class="dv-brand__name">{site.name}</span>
        </span>
      </div>
    </header>
  )
}

interface TopProps extends Pick<LayoutProps, 't' | 'site' | 'person' | 'nav' | 'choices'> {
  /** What was searched for. */
  asked: string
  /** Query for the way back from signing in. */
  back: string
  /** Name of the item of the navigation where one is. */
  current: string | undefined
}

/** The same on all pages of one person but for where one is. */
const Top = kept(drawTop, {
  keyOf: ({ t, person, current, asked, back }) => `${t.locale} ${person?.handle} ${current} ${asked} ${back}`,
  // Without `t`, which is a function.
  shownOf: (props) => [JSON.stringify(props)],
  most: 300,
})

function drawTop(props: TopProps): VNode {
  const { t, site, person } = props
  return (
    <header class="dv-header">
      <div class="dv-header__bar dv-frame">
        <a class="dv-brand" href="/" aria-label={t('layout.home', { name: site.name })}>
          <Mark logo={site.logo} />
          <span class="dv-brand__name">{site.name}</span>
        </a>
        <Search t={t} asked={props.asked} />
        {person ? <Mine {...props} person={person} /> : <SignIn {...props} />}
      </div>
      <MainNavigation {...props} />
    </header>
  )
}

/** The organisation's logo, or our own neutral mark: four corners around a square. */
function Mark({ logo }: { logo: string | undefined }): VNode {
  if (logo) return <img class="dv-brand__logo" src={logo} alt="" height={40} />
  return (
    <svg class="dv-brand__mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">
      <path d="M11 11h18v18H11z" fill="none" stroke="currentColor" stroke-width="3" />
      <g fill="currentColor">
        <circle cx="11" cy="11" r="6.5" />
        <circle cx="29" cy="11" r="4" />
        <circle cx="11" cy="29" r="4" />
        <circle cx="29" cy="29" r="6.5" />
      </g>
    </svg>
  )
}

function Search({ t, asked }: Pick<TopProps, 't' | 'asked'>): VNode {
  return (
    <form class="dv-search" action="/search" role="search">
      <label class="dv-hidden" for="dv-search">
        {t('layout.searchLabel')}
      </label>
      <input
        class="utrecht-textbox utrecht-textbox--html-input dv-search__input"
        id="dv-search"
        type="search"
        name="q"
        value={asked}
        placeholder={t('layout.searchLabel')}
        autocomplete="off"
        maxlength={200}
        data-shortcut="/"
      />
      <button class="dv-search__button" type="submit" aria-label={t('layout.search')}>
        <Icon name="search" />
      </button>
    </form>
  )
}

function SignIn({ t, back }: TopProps): VNode {
  return (
    <div class="dv-header__mine">
      <a class="nl-button nl-button--primary" href={`/sign-in${back}`}>
        <span class="nl-button__label">{t('layout.signIn')}</span>
      </a>
    </div>
  )
}

type WithPerson = Pick<LayoutProps, 't' | 'choices'> & { person: NonNullable<LayoutProps['person']> }

function Mine(props: WithPerson): VNode {
  const { person } = props
  return (
    <div class="dv-header__mine">
      <New {...props} />
      <a class="dv-bell" href="/notifications" data-shortcut="g n">
        <Icon name="bell" />
        <span class="dv-hidden">{props.t('layout.notifications')}</span>
        <Unread t={props.t} count={person.unread} />
      </a>
      <PersonalMenu {...props} />
    </div>
  )
}

function New({ t, choices }: WithPerson): VNode | null {
  const [first, ...others] = choices
  if (!first) return null
  const insides = (
    <>
      <span class="nl-button__icon-start">
        <Icon name="pencil" />
      </span>
      <span class="nl-button__label">{t('layout.new')}</span>
    </>
  )
  if (others.length === 0) {
    return (
      <a class="nl-button nl-button--primary dv-header__new" href={first.href} data-shortcut="n">
        {insides}
      </a>
    )
  }
  return (
    <details class="dv-menu dv-header__new" data-menu>
      <summary class="nl-button nl-button--primary dv-menu__button" data-shortcut="n">
        {insides}
      </summary>
      <ul class="dv-menu__list">
        {choices.map((choice) => (
          <li key={choice.href}>
            <a class="dv-menu__item" href={choice.href}>
              <Icon name={choice.icon} />
              {choice.label}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}

function PersonalMenu({ t, person }: WithPerson): VNode {
  return (
    <details class="dv-menu dv-header__me" data-menu>
      <summary class="dv-menu__button dv-me">
        <span class="dv-hidden">{`${t('layout.menu')}: ${person.name}`}</span>
        <Avatar name={person.name} picture={person.picture} size="small" />
        <Icon name="chevron-down" />
      </summary>
      <ul class="dv-menu__list">
        <li class="dv-menu__who">
          <bdi>{person.name}</bdi>
        </li>
        <MenuItem href={`/@${person.handle}`} icon="user" label={t('layout.profile')} />
        <MenuItem href="/settings/profile" icon="settings" label={t('layout.settings')} />
        {person.admin && <MenuItem href="/admin" icon="shield" label={t('layout.admin')} />}
        <li>
          <form action="/sign-out" method="post">
            <button class="dv-menu__item" type="submit">
              <Icon name="logout" />
              {t('layout.signOut')}
            </button>
          </form>
        </li>
      </ul>
    </details>
  )
}

function MenuItem({ href, icon, label }: { href: string; icon: string; label: string }): VNode {
  return (
    <li>
      <a class="dv-menu__item" href={href}>
        <Icon name={icon} />
        {label}
      </a>
    </li>
  )
}

function MainNavigation({ t, nav, current }: TopProps): VNode | null {
  if (nav.length === 0) return null
  return (
    <nav class="dv-nav" id="dv-navigation" aria-label={t('layout.navigation')} tabindex={-1}>
      <ul class="dv-nav__list dv-frame">
        {nav.map((item) => (
          <li key={item.name}>
            <a
              class="dv-nav__link"
              href={item.href}
              aria-current={item.name === current ? 'page' : undefined}
              data-shortcut={item.href === '/' ? 'g s' : undefined}
            >
              <Icon name={item.icon} />
              {t(`nav.${item.name}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The bar at the bottom of a phone. */
export function BottomBar(props: Pick<LayoutProps, 't' | 'person' | 'choices'>): VNode {
  const { t, person, choices } = props
  const made = choices[0]
  return (
    <nav class="dv-bottom" aria-label={t('layout.quick')}>
      <ul class="dv-bottom__list">
        <BottomItem href="/" icon="home" label={t('layout.start')} />
        <BottomItem href="/search" icon="search" label={t('layout.search')} />
        {person && made && <BottomItem href={made.href} icon="pencil" label={t('layout.new')} />}
        {person && (
          <BottomItem
            href="/notifications"
            icon="bell"
            label={t('layout.notifications')}
            extra={<Unread t={t} count={person.unread} />}
          />
        )}
        {person ? (
          <BottomItem href={`/@${person.handle}`} icon="user" label={t('layout.me')} />
        ) : (
          <BottomItem href="/sign-in" icon="login" label={t('layout.signIn')} />
        )}
      </ul>
    </nav>
  )
}

function BottomItem(props: { href: string; icon: string; label: string; extra?: VNode }): VNode {
  return (
    <li>
      <a class="dv-bottom__link" href={props.href}>
        <Icon name={props.icon} />
        <span>{props.label}</span>
        {props.extra}
      </a>
    </li>
  )
}

/** How many are new: a figure for the eye, words for the ear. */
function Unread({ t, count }: { t: LayoutProps['t']; count: number }): VNode | null {
  if (count === 0) return null
  return (
    <>
      <span class="dv-bell__count" aria-hidden="true">
        {count > 99 ? '99+' : count}
      </span>
      <span class="dv-hidden">{`, ${t('layout.unread', { count })}`}</span>
    </>
  )
}

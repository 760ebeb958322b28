// How a person or group is shown everywhere: face, name, function, organisation.
import type { ComponentChildren, VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'

export interface AvatarProps {
  name: string
  picture?: string | undefined
  size?: 'small' | 'medium' | 'large'
}

const pixels = { small: 32, medium: 48, large: 112 } as const

/** The picture, or the initials when there is none. The name always stands next to it, so readers skip it. */
export function Avatar({ name, picture, size = 'medium' }: AvatarProps): VNode {
  const side = pixels[size]
  if (picture) {
    return <img class={`dv-avatar dv-avatar--${size}`} src={picture} alt="" width={side} height={side} loading="lazy" />
  }
  return (
    <span class={`dv-avatar dv-avatar--${size} dv-avatar--tint-${tint(name)}`} aria-hidden="true">
      {initials(name)}
    </span>
  )
}

/** First letters of the first and last word that begin with a letter or figure ("Fatima el Idrissi" → FI). */
export function initials(name: string): string {
  const words = name.split(/\s+/u).flatMap((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? [])
  const last = words.length > 1 ? words.at(-1) : ''
  return `${words[0] ?? '?'}${last ?? ''}`.toLocaleUpperCase()
}

/** One of six colours, always the same for a name. */
function tint(name: string): number {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 6007
  return (sum % 6) + 1
}

/** What a byline needs of an actor; the card of the room `people` fits. */
export interface BylineCard {
  readonly name: string
  readonly path: string
  readonly picture: string | undefined
  readonly jobTitle: string
  /** Name of the organisation. */
  readonly organisation: string
  /** From another organisation than the plein's own. */
  readonly elsewhere: boolean
  readonly handle: string
}

export interface BylineProps {
  card: BylineCard
  /** Usually a `Moment`. */
  moment?: ComponentChildren
  t: Translate
  size?: 'small' | 'medium'
  /** The link of the name covers the card around it. */
  cover?: boolean
}

export function Byline({ card, moment, size = 'medium', cover }: BylineProps): VNode {
  return (
    <div class={`dv-byline dv-byline--${size}`}>
      <Avatar name={card.name} picture={card.picture} size={size === 'small' ? 'small' : 'medium'} />
      <div class="dv-byline__words">
        <a class={`nl-link dv-byline__name${cover ? ' dv-card__link' : ''}`} href={card.path}>
          <bdi>{card.name || card.handle}</bdi>
        </a>
        <span class="dv-byline__facts">
          {card.jobTitle && <span class="dv-byline__fact">{card.jobTitle}</span>}
          {card.organisation && (
            <span class={`dv-byline__fact${card.elsewhere ? ' dv-byline__fact--elsewhere' : ''}`}>
              {card.organisation}
            </span>
          )}
          {moment && <span class="dv-byline__fact">{moment}</span>}
        </span>
      </div>
    </div>
  )
}

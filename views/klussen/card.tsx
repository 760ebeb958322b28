// One klus in a list: what is asked, by which organisation, for how long, where, until when, and why it fits.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { dayOf } from '../../src/lib/format.ts'
import {
  Byline, type BylineCard, Card, Cluster, Heading, Icon, kept, Moment, Paragraph, Stack,
} from '../ds/index.ts' // prettier-ignore
import { closesOf, hoursOf, type KlusFactsShown, periodOf, placeOf } from './words.ts'

export interface KlusCardItem {
  readonly id: string
  readonly path: string
  readonly title: string
  readonly summary: string
  readonly language: string
  readonly published: string
  readonly author: BylineCard | undefined
  readonly facts: KlusFactsShown & { readonly result: string; readonly expertise: readonly string[] }
  /** What of the klus stands in the viewer's profile; undefined: nothing, or he is a guest. */
  readonly fit: { readonly matched: readonly string[]; readonly of: number } | undefined
}

export interface KlusCardProps {
  t: Translate
  now: string
  klus: KlusCardItem
  level?: 2 | 3
  /** In a narrow column: what, who, why. */
  short?: boolean
}

/** Drawn anew when anything of the klus changes, or the day ("sluit morgen"). */
export const KlusCard = kept(drawCard, {
  keyOf: ({ t, klus, level, short }) => `${klus.id} ${t.locale} ${level} ${short}`,
  shownOf: ({ now, klus }) => [dayOf(now), JSON.stringify(klus)],
})

function drawCard({ t, now, klus, level = 2, short }: KlusCardProps): VNode {
  const { facts, author } = klus
  const text = shorten(facts.result || klus.summary, short ? 120 : 240)
  return (
    <Card href={klus.path}>
      <Stack space="small">
        <Cluster>
          <span class="dv-kind">
            <Icon name={facts.purpose === 'offer' ? 'heart-handshake' : 'briefcase'} />{' '}
            {t(`klussen.purpose.${facts.purpose}`)}
          </span>
          {author && <span class="dv-market__organisation">{author.organisation}</span>}
        </Cluster>
        <Heading level={level} look={short ? 4 : 3} lang={klus.language}>
          {klus.title}
        </Heading>
        {text && <Paragraph lang={klus.language}>{text}</Paragraph>}
        <KlusFacts t={t} now={now} facts={facts} short={short} />
        {!short && facts.expertise.length > 0 && <Subjects t={t} klus={klus} />}
        {klus.fit && <Fits t={t} fit={klus.fit} named={short === true} />}
        {!short && author && (
          <Byline
            card={{ ...author, organisation: '' }}
            t={t}
            size="small"
            moment={<Moment instant={klus.published} now={now} t={t} />}
          />
        )}
      </Stack>
    </Card>
  )
}

interface KlusFactsProps {
  t: Translate
  now: string
  facts: KlusFactsShown
  /** Without the period and the places. */
  short?: boolean | undefined
}

/** Hours, period, place and closing date, each with its sign. */
export function KlusFacts({ t, now, facts, short }: KlusFactsProps): VNode {
  const all = [
    { icon: 'clock', words: hoursOf(t, facts) },
    { icon: 'calendar', words: short ? undefined : periodOf(t, facts) },
    { icon: facts.where === 'remote' ? 'device-laptop' : 'map-pin', words: placeOf(t, facts) },
    { icon: 'hourglass-high', words: closesOf(t, facts, now) },
    { icon: 'users', words: facts.places > 1 && !short ? t('klussen.places', { count: facts.placesLeft }) : undefined },
  ]
  return (
    <ul class="dv-market__facts">
      {all.map(
        ({ icon, words }) =>
          words && (
            <li key={icon}>
              <Icon name={icon} /> {words}
            </li>
          ),
      )}
    </ul>
  )
}

function Subjects({ t, klus }: { t: Translate; klus: KlusCardItem }): VNode {
  const matched = new Set(klus.fit?.matched)
  return (
    <ul class="dv-subjects" aria-label={t('klussen.subjects')}>
      {klus.facts.expertise.map((subject) => (
        <li key={subject} class={matched.has(subject) ? 'dv-subject dv-subject--mine' : 'dv-subject'}>
          {matched.has(subject) && <Icon name="check" />}
          {subject}
          {matched.has(subject) && <span class="dv-hidden"> {t('klussen.fit.inProfile')}</span>}
        </li>
      ))}
    </ul>
  )
}

interface FitsProps {
  t: Translate
  fit: NonNullable<KlusCardItem['fit']>
  /** With the subjects, where they do not stand above it. */
  named: boolean
}

/** "3 van 4 komen overeen met je profiel: archivering, privacy en open overheid". */
export function Fits({ t, fit, named }: FitsProps): VNode {
  const { matched, of } = fit
  return (
    <p class="dv-market__fit">
      <Icon name="target-arrow" />{' '}
      <span>
        {t('klussen.fit.words', { count: matched.length, of })}
        {named && <span class="dv-market__why">: {allOf(t, matched)}</span>}
      </span>
    </p>
  )
}

function allOf(t: Translate, subjects: readonly string[]): string {
  return new Intl.ListFormat(t.locale, { type: 'conjunction' }).format(subjects)
}

function shorten(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most - 60))}…`
}

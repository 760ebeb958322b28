// One item in a stream: who, in which group, what it is, title, two lines, tags, how many reacties.
import type { VNode } from 'preact'
import type { KindViews } from '../../src/core/kind.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { dayOf } from '../../src/lib/format.ts'
import { paths } from '../../src/lib/urls.ts'
import {
  Byline,
  type BylineCard,
  Card,
  CardLink,
  Cluster,
  Heading,
  Icon,
  kept,
  Link,
  Moment,
  Paragraph,
  type Shown,
  Stack,
  Tag,
} from '../ds/index.ts'

/** What a card shows of an item, whatever its kind. */
export interface CardItem {
  readonly id: string
  readonly path: string
  readonly title: string
  readonly summary: string
  readonly language: string
  readonly published: string
  readonly commentCount: number
  readonly likeCount: number
  readonly author: BylineCard | undefined
  readonly group: { readonly name: string; readonly path: string } | undefined
  readonly icon: string
  /** Text key of the word for what it is. */
  readonly word: string
  readonly tags: readonly { readonly tag: string; readonly label: string }[]
  readonly picture: { readonly path: string; readonly alt: string } | undefined
  /** The kind's own line, and what it is drawn from. */
  readonly own?: { readonly data: unknown; readonly Brief: NonNullable<KindViews<unknown>['Brief']> } | undefined
  /** Who of those whom the viewer follows shared it last, and how many others did. */
  readonly sharedBy?: { readonly last: BylineCard; readonly others: number } | undefined
}

export interface ContentCardProps {
  t: Translate
  now: string
  item: CardItem
  /** In a group's own list its name says nothing. */
  hideGroup?: boolean | undefined
  level?: 2 | 3
}

/** Drawn anew when anything on it changes, or the day ("vandaag", "gisteren"). */
export const ContentCard = kept(drawCard, {
  keyOf: ({ t, item, hideGroup, level }) => `${item.id} ${t.locale} ${hideGroup} ${level} ${item.sharedBy?.last.path}`,
  shownOf,
})

function shownOf({ now, item }: ContentCardProps): Shown {
  const { author, group, picture, own, sharedBy } = item
  const shown: unknown[] = [dayOf(now), item.path, item.title, item.summary, item.language, item.published]
  shown.push(item.commentCount, item.likeCount, item.icon, item.word)
  shown.push(group?.name, group?.path, picture?.path, picture?.alt, own?.Brief, own && JSON.stringify(own.data))
  for (const { tag, label } of item.tags) shown.push(tag, label)
  addPerson(shown, author)
  if (sharedBy) {
    shown.push(sharedBy.others)
    addPerson(shown, sharedBy.last)
  }
  return shown
}

function addPerson(shown: unknown[], card: BylineCard | undefined): void {
  if (!card) return
  const { name, path, picture, jobTitle, organisation, elsewhere, handle } = card
  shown.push(name, path, picture, jobTitle, organisation, elsewhere, handle)
}

function drawCard({ t, now, item, hideGroup, level = 3 }: ContentCardProps): VNode {
  const text = shorten(item.summary)
  return (
    <Card href={item.path}>
      <Stack space="small">
        {item.sharedBy && <SharedBy t={t} {...item.sharedBy} />}
        <Cluster>
          <KindWord t={t} icon={item.icon} word={item.word} />
          {item.group && !hideGroup && (
            <span class="dv-small">
              {t('content.card.in')} <Link href={item.group.path}>{item.group.name}</Link>
            </span>
          )}
        </Cluster>
        {item.title ? (
          <Heading level={level} look={3} lang={item.language}>
            {item.title}
          </Heading>
        ) : (
          <p class="nl-paragraph" lang={item.language}>
            <CardLink>{text || t('content.card.open')}</CardLink>
          </p>
        )}
        {item.title && text && <Paragraph lang={item.language}>{text}</Paragraph>}
        {item.own && <item.own.Brief t={t} now={now} data={item.own.data} />}
        {item.picture && <img class="dv-card__picture" src={item.picture.path} alt={item.picture.alt} loading="lazy" />}
        {item.author && (
          <Byline card={item.author} t={t} size="small" moment={<Moment instant={item.published} now={now} t={t} />} />
        )}
        <CardFoot t={t} item={item} />
      </Stack>
    </Card>
  )
}

/** Why it is in the stream: somebody whom one follows found it worth passing on. */
function SharedBy({ t, last, others }: { t: Translate; last: BylineCard; others: number }): VNode {
  return (
    <span class="dv-kind">
      <Icon name="share" />
      <span class="dv-small">
        {t('content.card.sharedBy')} <Link href={last.path}>{last.name}</Link>
        {last.elsewhere && `, ${last.organisation}`}
        {others > 0 && ` ${t('content.card.sharedOthers', { count: others })}`}
      </span>
    </span>
  )
}

/** Icon and word of what it is. */
export function KindWord({ t, icon, word }: { t: Translate; icon: string; word: string }): VNode {
  return (
    <span class="dv-kind">
      <Icon name={icon} /> {t.find(word) ?? word}
    </span>
  )
}

function CardFoot({ t, item }: { t: Translate; item: CardItem }): VNode | null {
  if (item.tags.length === 0 && item.commentCount === 0 && item.likeCount === 0) return null
  return (
    <Cluster>
      {item.tags.slice(0, 5).map(({ tag, label }) => (
        <Tag key={tag} href={paths.tag(tag)} label={label} />
      ))}
      {item.commentCount > 0 && (
        <span class="dv-small">{t('content.card.comments', { count: item.commentCount })}</span>
      )}
      {item.likeCount > 0 && <span class="dv-small">{t('content.card.likes', { count: item.likeCount })}</span>}
    </Cluster>
  )
}

/** About two lines of the column. */
const MAX_LENGTH = 160

function shorten(text: string): string {
  if (text.length <= MAX_LENGTH) return text
  const cut = text.slice(0, MAX_LENGTH - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_LENGTH - 40)).replace(/[\s,.;:–-]+$/, '')}…`
}

// Looking back: what both learned, and the two reviews, the other's only when it may be read.
import type { ComponentChildren, VNode } from 'preact'
import type { Translate } from '../../../src/platform/i18n/texts.ts'
import { Heading, Paragraph, Stack } from '../../ds/index.ts'

export interface ReviewView {
  readonly text: string
  readonly at: string
  readonly shown: boolean
}

export interface ReviewsProps {
  t: Translate
  learned: { readonly worker?: string | undefined; readonly client?: string | undefined }
  /** Names of who works and for whom. */
  names: { readonly worker: string; readonly client: string; readonly other: string }
  reviews: { readonly own: ReviewView | undefined; readonly other: ReviewView | undefined }
  state: string
  /** Time completed it, because who worked kept silent. */
  byTime: boolean
  /** The choice whether the other's review stands on one's profile. */
  choice: ComponentChildren
}

export function Reviews({ t, learned, names, reviews, state, byTime, choice }: ReviewsProps): VNode | null {
  const { own, other } = reviews
  if (!learned.client && !learned.worker && !own && !other) return null
  return (
    <Stack>
      <Heading level={2}>{t('klus.reviews.title')}</Heading>
      {learned.client && <Quote who={t('klus.reviews.learned', { name: names.client })} text={learned.client} />}
      {learned.worker && <Quote who={t('klus.reviews.learned', { name: names.worker })} text={learned.worker} />}
      {byTime && <Paragraph>{t('klus.reviews.byTime', { name: names.worker })}</Paragraph>}
      {own && <Quote who={t('klus.reviews.own')} text={own.text} />}
      {own && !other && state === 'completed' && (
        <Paragraph small>{t('klus.reviews.hidden', { name: names.other })}</Paragraph>
      )}
      {other && <Quote who={t('klus.reviews.other', { name: names.other })} text={other.text} />}
      {other && choice}
    </Stack>
  )
}

export function Quote({ who, text }: { who: string; text: string }): VNode {
  return (
    <figure class="dv-quote">
      <figcaption class="dv-quote__who">{who}</figcaption>
      <blockquote class="dv-quote__text dv-klus__words">{text}</blockquote>
    </figure>
  )
}

// The page of one item of any kind, with its thread below it.
import type { ComponentChildren, VNode } from 'preact'
import type { FieldSpec, KindParts, KindViews } from '../../src/core/kind.ts'
import { paths } from '../../src/lib/urls.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Alert,
  Badge,
  Button,
  ButtonLink,
  Byline,
  Cluster,
  DefinitionList,
  Form,
  Heading,
  Link,
  Moment,
  RichText,
  Stack,
  Tag,
  WithSide,
} from '../ds/index.ts'
import { type CardItem, KindWord } from './card.tsx'
import { OwnFacts } from './fields.tsx'

export interface ShowProps {
  t: Translate
  now: string
  item: CardItem
  html: string
  kind: {
    readonly name: string
    readonly fields: readonly FieldSpec[]
    // oxlint-disable-next-line typescript/no-explicit-any
    readonly views?: KindViews<any>
  }
  values: Readonly<Record<string, unknown>>
  pictures: readonly PictureProps[]
  edited: string | null
  state: 'draft' | 'published' | 'hidden' | 'deleted'
  /** Text of the audience, in words. */
  readers: string
  pinned: boolean
  /** Address on its own plein, when it comes from elsewhere. */
  elsewhere: string | undefined
  reactions: { readonly likes: number; readonly like: boolean; readonly share: boolean }
  may: ItemRights
  /** Why it fits the viewer. */
  fit?: ComponentChildren
  /** What responses there are to it, and what the viewer can do. */
  panel?: ComponentChildren
  /** The viewer has responded to it. */
  responds?: boolean
  /** For its author. */
  responseStates?: readonly string[] | undefined
  agreements?: KindParts['agreements'] | undefined
  thread: ComponentChildren
}

export interface ItemRights {
  readonly react: boolean
  readonly share: boolean
  readonly edit: boolean
  readonly remove: boolean
  readonly manage: boolean
}

export interface PictureProps {
  readonly path: string
  readonly alt: string
  readonly width: number | null
  readonly height: number | null
  /** Another plein's picture that is not here yet: only its text and address are shown. */
  readonly remote: string | undefined
}

export function ShowContent(props: ShowProps): VNode {
  const { t, now, kind, values, state } = props
  const parts = partsOf(props)
  const Show = kind.views?.Show
  if (Show)
    return <Show t={t} now={now} data={values} parts={parts} mine={props.may.edit ? props.item.id : undefined} />
  return (
    <WithSide side={parts.margin} sideLabel={t('content.show.side')}>
      <Stack space="large">
        <article>
          <Stack>
            {state === 'draft' && <Alert type="info">{t('content.show.draft')}</Alert>}
            {parts.word}
            {parts.title}
            {parts.byline}
            <OwnFacts t={t} kind={kind.name} fields={kind.fields} values={values} word={props.item.word} />
            {parts.text}
          </Stack>
        </article>
        {parts.panel}
        {parts.actions}
        {parts.thread}
      </Stack>
    </WithSide>
  )
}

function partsOf(props: ShowProps): KindParts {
  const { t, now, item } = props
  return {
    word: (
      <Cluster>
        <KindWord t={t} icon={item.icon} word={item.word} />
        {props.pinned && <Badge label={t('content.show.pinned')} />}
      </Cluster>
    ),
    title: (
      <Heading level={1} lang={item.title ? item.language : undefined}>
        {item.title || t('content.show.untitled', { name: item.author?.name ?? '' })}
      </Heading>
    ),
    byline: item.author && (
      <Byline card={item.author} t={t} moment={<Moment instant={item.published} now={now} t={t} />} />
    ),
    text: (
      <>
        <RichText html={props.html} lang={item.language} />
        <Pictures t={t} pictures={props.pictures} />
        <Tags tags={item.tags.filter(({ tag }) => !props.html.includes(`${paths.tag(tag)}"`))} />
      </>
    ),
    actions: <Actions {...props} />,
    margin: <Margin {...props} />,
    fit: props.fit ?? null,
    panel: props.panel ?? null,
    responds: props.responds ?? false,
    responseStates: props.responseStates ?? [],
    agreements: props.agreements ?? [],
    thread: props.thread,
  }
}

export function Pictures({ t, pictures }: { t: Translate; pictures: readonly PictureProps[] }): VNode {
  return (
    <>
      {pictures.map((picture) =>
        picture.remote ? (
          <Link key={picture.path} href={picture.remote} rel="nofollow noopener ugc">
            {picture.alt || t('content.show.picture')}
          </Link>
        ) : (
          <img
            key={picture.path}
            class="dv-picture"
            src={picture.path}
            alt={picture.alt}
            width={picture.width ?? undefined}
            height={picture.height ?? undefined}
            loading="lazy"
          />
        ),
      )}
    </>
  )
}

function Tags({ tags }: Pick<CardItem, 'tags'>): VNode | null {
  if (tags.length === 0) return null
  return (
    <Cluster>
      {tags.map(({ tag, label }) => (
        <Tag key={tag} href={paths.tag(tag)} label={label} />
      ))}
    </Cluster>
  )
}

/** Beside the text: where it stands, who may read it, what became of it. */
function Margin({ t, now, item, edited, readers, elsewhere }: ShowProps): VNode {
  const items = [
    ...(item.group
      ? [{ term: t('content.show.group'), value: <Link href={item.group.path}>{item.group.name}</Link> }]
      : []),
    { term: t('content.form.audience'), value: readers },
    ...(edited
      ? [
          {
            term: t('content.show.edited'),
            value: (
              <Link href={`${item.path}/history`}>
                <Moment instant={edited} now={now} t={t} />
              </Link>
            ),
          },
        ]
      : []),
    ...(elsewhere
      ? [
          {
            term: t('content.show.from'),
            value: (
              <Link href={elsewhere} rel="noopener">
                {t('content.show.elsewhere', { organisation: item.author?.organisation ?? '' })}
              </Link>
            ),
          },
        ]
      : []),
  ]
  return <DefinitionList items={items} />
}

function Actions(props: ShowProps): VNode {
  const { t, item, may, pinned, state } = props
  return (
    <Cluster id="actions">
      {state === 'published' && <Reactions {...props} />}
      {may.edit && (
        <ButtonLink href={`${item.path}/edit`} label={t('content.show.edit')} icon="pencil" appearance="subtle" />
      )}
      {may.manage && item.group && state === 'published' && (
        <Form action={`${item.path}/${pinned ? 'unpin' : 'pin'}`} inline>
          <Button label={t(pinned ? 'content.show.unpin' : 'content.show.pin')} icon="pin" appearance="subtle" />
        </Form>
      )}
      {may.remove && (
        <ButtonLink href={`${item.path}/delete`} label={t('content.show.delete')} icon="trash" appearance="subtle" />
      )}
      {may.manage && !may.remove && (
        <ButtonLink href={`${item.path}/delete`} label={t('content.show.hide')} icon="eye-off" appearance="subtle" />
      )}
    </Cluster>
  )
}

function Reactions({ t, item, may, reactions }: ShowProps): VNode {
  const count = t('content.card.likes', { count: reactions.likes })
  const counted = reactions.likes > 0 && <span class="dv-small">{count}</span>
  if (!may.react) return <>{counted}</>
  return (
    <>
      <Form action={`${item.path}/${reactions.like ? 'unlike' : 'like'}`} inline replace="actions">
        <Button
          label={t('content.show.like')}
          fullLabel={`${t('content.show.like')} (${count})`}
          icon="thumb-up"
          pressed={reactions.like}
        />
      </Form>
      {counted}
      {/* What was shared can be taken back, also when it could not be shared any more. */}
      {(may.share || reactions.share) && (
        <Form action={`${item.path}/${reactions.share ? 'unshare' : 'share'}`} inline replace="actions">
          <Button label={t('content.show.share')} icon="share" pressed={reactions.share} />
        </Form>
      )}
    </>
  )
}

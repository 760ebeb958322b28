// The thread under an item: comments two levels deep, then in one row, each with its own address and form.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Button, ButtonLink, Byline, type BylineCard, Cluster, EmptyState, Form, type FormState, Heading, Link, MarkdownField, Moment, More,
  Paragraph, RichText, Stack,
} from '../ds/index.ts' // prettier-ignore

export interface CommentView {
  readonly id: string
  readonly author: BylineCard | undefined
  readonly html: string
  readonly language: string
  readonly published: string
  readonly edited: string | null
  readonly shown: boolean
  readonly likes: number
  readonly liked: boolean
  /** Name and anchor of what it answers, when that does not stand right above it. */
  readonly answers: { readonly id: string; readonly name: string } | undefined
  readonly mayEdit: boolean
  readonly mayRemove: boolean
  /** It was taken away, and the viewer may bring it back. */
  readonly mayRestore: boolean
  readonly replies: readonly CommentView[]
}

export interface ThreadProps {
  t: Translate
  now: string
  itemPath: string
  count: number
  comments: readonly CommentView[]
  next: string | undefined
  /** The comment that one answers: its form stands under it. */
  replyTo: string | undefined
  state: FormState
  mayComment: boolean
  signedIn: boolean
  /** "Zichtbaar voor …" next to the button. */
  readers: string
}

export function Thread(props: ThreadProps): VNode {
  const { t, comments, next, count } = props
  return (
    <section id="comments" aria-labelledby="comments-title">
      <Stack>
        <Heading level={2} id="comments-title">
          {t('comments.thread.title', { count })}
        </Heading>
        {comments.length === 0 ? (
          <EmptyState
            title={t('comments.empty.title')}
            text={t(props.mayComment ? 'comments.empty.invite' : 'comments.empty.text')}
            level={3}
          />
        ) : (
          <ol class="dv-thread" id="thread">
            {comments.map((comment) => (
              <OneComment key={comment.id} {...props} comment={comment} />
            ))}
          </ol>
        )}
        {next && <More href={next} label={t('comments.thread.more')} into="thread" />}
        {!props.replyTo && <CommentForm {...props} parentId={undefined} />}
      </Stack>
    </section>
  )
}

function OneComment(props: ThreadProps & { comment: CommentView }): VNode {
  const { t, now, comment, itemPath } = props
  return (
    <li class="dv-comment" id={`comment-${comment.id}`}>
      <Stack space="small">
        {comment.author && <Byline card={comment.author} t={t} size="small" moment={<CommentMoment {...props} />} />}
        {comment.answers && (
          <Paragraph small>
            <Link href={`#comment-${comment.answers.id}`}>
              {t('comments.inAnswerTo', { name: comment.answers.name })}
            </Link>
          </Paragraph>
        )}
        {comment.shown ? (
          <RichText html={comment.html} lang={comment.language} under={2} />
        ) : (
          <GoneComment t={t} comment={comment} />
        )}
        {comment.edited && (
          <Paragraph small>
            {t('comments.edited')} <Moment instant={comment.edited} now={now} t={t} />
          </Paragraph>
        )}
        {comment.shown && <CommentActions {...props} />}
        {props.replyTo === comment.id && <CommentForm {...props} parentId={comment.id} />}
      </Stack>
      {comment.replies.length > 0 && (
        <ol class="dv-thread" aria-label={t('comments.repliesTo', { name: comment.author?.name ?? '' })}>
          {comment.replies.map((reply) => (
            <OneComment key={reply.id} {...props} comment={reply} itemPath={itemPath} />
          ))}
        </ol>
      )}
    </li>
  )
}

/** Its place stays for the answers to it. Who may bring it back can do so here. */
function GoneComment({ t, comment }: Pick<ThreadProps, 't'> & { comment: CommentView }): VNode {
  if (!comment.mayRestore) return <Paragraph>{t('comments.gone')}</Paragraph>
  return (
    <Cluster>
      <Paragraph>{t('comments.hidden')}</Paragraph>
      <Form action={`/comment/${comment.id}/restore`} inline label={t('comments.restore')}>
        <Button label={t('comments.restore')} icon="arrow-back-up" small />
      </Form>
    </Cluster>
  )
}

function CommentMoment({ t, now, comment, itemPath }: ThreadProps & { comment: CommentView }): VNode {
  return (
    <Link href={`${itemPath}?comment=${comment.id}#comment-${comment.id}`}>
      <Moment instant={comment.published} now={now} t={t} />
    </Link>
  )
}

function CommentActions({ t, comment, itemPath, signedIn, mayComment }: ThreadProps & { comment: CommentView }): VNode {
  const whose = comment.author?.name ?? ''
  return (
    <Cluster id={`actions-${comment.id}`}>
      {signedIn && (
        <Form
          action={`/comment/${comment.id}/${comment.liked ? 'unlike' : 'like'}`}
          inline
          replace={`actions-${comment.id}`}
        >
          <Button
            label={t('content.show.like')}
            fullLabel={`${t('content.show.like')}: ${t('comments.of', { name: whose })}`}
            icon="thumb-up"
            pressed={comment.liked}
            small
            appearance="subtle"
          />
        </Form>
      )}
      {comment.likes > 0 && <span class="dv-small">{t('content.card.likes', { count: comment.likes })}</span>}
      {mayComment && <Link href={`${itemPath}?reply=${comment.id}#comment-${comment.id}`}>{t('comments.answer')}</Link>}
      {comment.mayEdit && <Link href={`/comment/${comment.id}/edit`}>{t('comments.edit')}</Link>}
      {comment.mayRemove && <Link href={`/comment/${comment.id}/delete`}>{t('comments.delete')}</Link>}
    </Cluster>
  )
}

function CommentForm(props: ThreadProps & { parentId: string | undefined }): VNode | null {
  const { t, state, itemPath, parentId } = props
  if (!props.signedIn) {
    const back = encodeURIComponent(`${itemPath}#comments`)
    return <ButtonLink href={`/sign-in?return=${back}`} label={t('comments.signIn')} />
  }
  if (!props.mayComment) return <Paragraph>{t('comments.mayNot')}</Paragraph>
  return (
    <Form
      action={`${itemPath}/comment`}
      label={t('comments.form.label')}
      draft={`comment-${itemPath}-${parentId ?? ''}`}
    >
      {parentId && <input type="hidden" name="parent" value={parentId} />}
      <MarkdownField
        {...state.field('body')}
        label={t('comments.form.body')}
        rows={5}
        required
        maxLength={20_000}
        previewLabel={t('content.form.preview')}
      />
      <Paragraph small>{props.readers}</Paragraph>
      <Cluster>
        <Button label={t('comments.form.send')} appearance="primary" />
        {parentId && <ButtonLink href={`${itemPath}#comment-${parentId}`} label={t('form.back')} appearance="subtle" />}
      </Cluster>
    </Form>
  )
}

// The last look at a klus before it is placed: as others will see it, what is still missing, and who will read it.
import type { VNode } from 'preact'
import type { FieldFaults } from '../../../core/errors.ts'
import type { Content } from '../../../core/kind.ts'
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import { paths } from '../../../lib/urls.ts'
import { page, redirect } from '../../../web/kit.ts'
import { Heading, RichText } from '../../../../views/ds/index.ts'
import { PreviewKlus } from '../../../../views/klussen/preview.tsx'
import { findGroup } from '../../groups/index.ts'
import { placeKlus } from '../commands/place.ts'
import { approvalOf, findReview } from '../queries/approval.ts'
import { isCoordinator } from '../rules/approval.ts'
import { lacks, warnings } from '../rules/writing.ts'
import { OWN } from '../../../core/kind.ts'
import { ownValues } from '../../content/index.ts'

/** GET of the last step. */
export async function previewKlus(request: PageRequest, content: Content, refused = false): Promise<PageAnswer> {
  const { ctx, t } = request
  const kind = ctx.kinds.get(content.kind)
  const approval = await approvalOf(ctx.db)
  const approvedFirst = approval.on && !isCoordinator(ctx.viewer, approval)
  const review = await findReview(ctx.db, content.id)
  const group = content.groupId ? await findGroup(ctx, content.groupId) : undefined
  const warned = warnings({ ...ownValues(kind, content.data), title: content.title, body: content.body ?? '' })
  const missing = missingIn(request, content)
  const body = (
    <PreviewKlus
      t={t}
      item={content.id}
      shown={drawn(request, content)}
      readers={t(
        group && content.audience === 'group' ? 'content.readers.group' : `content.readers.${content.audience}`,
        {
          group: group?.name ?? '',
        },
      )}
      missing={Object.entries(missing).map(([field, { code }]) => problem(request, content, { field, code }))}
      warned={Object.entries(warned).map(([field, { code }]) => problem(request, content, { field, code }))}
      waiting={approvedFirst && review?.state === 'waiting'}
      returned={review?.state === 'returned' ? review.words : undefined}
      approval={approvedFirst}
    />
  )
  const answer = page(t('klussen.write.step4'), body, { current: 'klussen', ...(refused ? { status: 422 } : {}) })
  return answer
}

/** All that keeps it from being placed. */
function missingIn({ ctx }: PageRequest, content: Content): FieldFaults {
  return {
    ...(content.title === '' ? { title: { code: 'field.required' } } : {}),
    ...((content.body ?? '').trim() === '' ? { body: { code: 'field.required' } } : {}),
    ...lacks(ctx.kinds.get(content.kind), content.data, { now: ctx.clock.now() }),
  }
}

/** Where one mends it. */
function problem({ ctx, t }: PageRequest, content: Content, given: { field: string; code: string }) {
  const { field, code } = given
  const kind = ctx.kinds.get(content.kind)
  const own = kind.fields.find(({ name }) => `${OWN}${name}` === field)
  const words = field === 'body' ? 'klussen.write.body' : 'content.form.title'
  const label = t(own ? `${kind.name}.field.${own.name}` : words)
  const href = `/klussen/new?item=${content.id}&step=${own?.step ?? 1}#field-${field}`
  return { href, text: label.endsWith('?') ? `${label} ${t(code)}` : `${label}: ${t(code)}` }
}

/** The item's page without what is not there yet. */
export function drawn({ ctx, t }: PageRequest, content: Content): VNode | null {
  const Show = ctx.kinds.get(content.kind).views?.Show
  if (!Show) return null
  const parts = {
    word: null,
    title: (
      <Heading level={2} look={1} lang={content.language}>
        {content.title}
      </Heading>
    ),
    byline: null,
    text: <RichText html={content.html} lang={content.language} under={3} />,
    actions: null,
    margin: null,
    fit: null,
    panel: null,
    responds: false,
    responseStates: [],
    agreements: [],
    thread: null,
  }
  return <Show t={t} now={ctx.clock.now()} data={content.data} parts={parts} />
}

/** POST of the last step. */
export async function placeKlusPage(request: PageRequest, content: Content): Promise<PageAnswer> {
  if (Object.keys(missingIn(request, content)).length > 0) return previewKlus(request, content, true)
  const outcome = await placeKlus(request.ctx, content.id)
  return redirect(paths.item(content.id), outcome === 'placed' ? 'klussen.flash.placed' : 'klussen.flash.waiting')
}

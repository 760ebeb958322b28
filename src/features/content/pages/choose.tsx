// What somebody can place: every kind, and the drafts that he began.
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import { paths } from '../../../lib/urls.ts'
import { page, signedIn } from '../../../web/kit.ts'
import { ChooseKind } from '../../../../views/content/choose.tsx'
import { faceOf } from '../queries/cards.ts'
import { listDrafts } from '../queries/list.ts'

/** GET /new: every kind, and the forms of those that have a choice to begin with. */
export async function chooseKind(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx, t, query } = request
  const group = query['group'] ? `group=${encodeURIComponent(query['group'])}` : ''
  const choices = ctx.kinds.all.flatMap((kind) => {
    const first = kind.fields.find((field) => field.type === 'choice')
    const at = kind.writeAt ?? `/new/${kind.name}`
    const plain = {
      href: `${at}${group && `?${group}`}`,
      label: t(`${kind.name}.name`),
      about: t.find(`${kind.name}.about`),
    }
    const forms = (first?.options ?? []).map((value) => ({
      href: `${at}?${first?.name ?? ''}=${value}${group && `&${group}`}`,
      label: t(`${kind.name}.${first?.name ?? ''}.${value}`),
      about: t.find(`${kind.name}.about.${value}`),
    }))
    // What must be chosen is chosen here.
    return first?.required ? forms : [plain, ...forms]
  })
  const drafts = (await listDrafts(ctx, { limit: 20 })).items.map((draft) => ({
    href: `${paths.item(draft.id)}/edit`,
    label: draft.title || draft.summary || t('content.new.emptyDraft'),
    word: t(faceOf(ctx, draft).word),
    begun: draft.published,
  }))
  const now = ctx.clock.now()
  return page(t('content.new.title'), <ChooseKind {...{ t, now, choices, drafts }} />)
}

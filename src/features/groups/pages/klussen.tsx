// The klussen of a group, newest first.
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { page, pageInput, redirect } from '../../../web/kit.ts'
import { ContentList } from '../../../../views/content/list.tsx'
import { GroupKlussen } from '../../../../views/groups/klussen.tsx'
import { cardsOf, listBriefs } from '../../content/index.ts'
import { KLUS } from '../../klussen/index.ts'
import { getGroup } from '../queries/groups.ts'
import { mayStart } from '../rules.ts'

export function klusPages(routes: PageRoutes): void {
  routes.get('/g/:handle/klussen', showKlussen)
}

/** Those that the viewer may see, also those that one can no longer respond to: each says how it stands. */
async function showKlussen(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const group = await getGroup(ctx, request.params['handle'] ?? '')
  // Why nothing is to be read there, the page of the group says.
  if (group.access !== 'open' && group.role === undefined) return redirect(group.path)
  const signedIn = ctx.viewer.type === 'person'
  const found = await listBriefs(ctx, { groupId: group.id, kind: KLUS, newest: true }, pageInput(request, 50))
  const items = await cardsOf(ctx, found.items)
  const path = `${group.path}/klussen`
  const list = { t, now: ctx.clock.now(), hideGroup: true, items, next: found.next && `${path}?after=${found.next}` }
  const body = (
    <GroupKlussen
      {...{ t, group, signedIn }}
      organisations={group.organisationCount}
      mayPost={signedIn && mayStart(group, group.role, false)}
      klussen={items.length > 0 ? <ContentList {...list} level={2} /> : undefined}
    />
  )
  const breadcrumbs = [
    { label: t('groups.title'), href: '/groups' },
    { label: group.name, href: group.path },
  ]
  return page(`${t('groups.tab.klussen')} · ${group.name}`, body, {
    current: 'groups',
    breadcrumbs,
    public: group.access === 'open' && !signedIn,
  })
}

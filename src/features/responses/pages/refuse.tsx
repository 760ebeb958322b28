// "Laat de anderen weten dat het niet doorgaat": one reason for several people at once, each of whom gets it alone.
import { NotFound } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import { z } from '../../../lib/schema.ts'
import { paths } from '../../../lib/urls.ts'
import { form, page, redirect, roomOf, signedIn } from '../../../web/kit.ts'
import { isWarned, warnOfSensitive } from '../../../web/sensitive.ts'
import { formState } from '../../../../views/ds/index.ts'
import { RefuseOthers } from '../../../../views/responses/refuse.tsx'
import { getContent } from '../../content/index.ts'
import { refuseOthers } from '../commands/refuse-others.ts'
import { listRefusable } from '../queries/lists.ts'
import { moveOf, wordsIn } from '../rules/steps.ts'

const chosen = z.object({
  who: z.preprocess((given) => [given ?? []].flat(), z.array(z.string()).min(1, 'responses.refuse.nobody')),
})

/** GET and POST /item/:id/refuse (?all=1: everybody is chosen) */
export async function refusePage(request: PageRequest): Promise<PageAnswer> {
  const { personId } = signedIn(request)
  const { ctx, t, params, query } = request
  const content = await getContent(ctx, params['id'] ?? '')
  const flow = ctx.kinds.find(content.kind)?.flow
  if (!flow || !content.local || content.authorId !== personId) throw new NotFound('content.notFound')
  const { payload, fields = [] } = moveOf(flow, flow.wire.moves.Reject)
  const lines = await listRefusable(ctx, content)
  const path = paths.item(content.id)
  return form(request, {
    schema: z.intersection(payload as z.ZodType<object>, chosen),
    initial: query['all'] ? { who: lines.map(({ id }) => id) } : {},
    show(values, faults) {
      const state = formState(t, values, faults)
      const move = { labels: `${flow.name}.${flow.wire.moves.Reject}`, fields }
      const item = { title: content.title, path }
      const body = <RefuseOthers {...{ t, item, lines, move, state }} warned={isWarned(faults)} />
      const way = roomOf(request, content.kind, [{ label: content.title, href: path }])
      return page(t('responses.refuse.title'), body, way)
    },
    async submit({ who, ...rest }) {
      warnOfSensitive(request, wordsIn(fields))
      await refuseOthers(ctx, content, { ids: who, payload: rest })
      return redirect(path, 'responses.flash.refused')
    },
  })
}

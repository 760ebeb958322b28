// The history of an item: what changed, version by version.
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import { differenceOf, foldSame } from '../../../lib/difference.ts'
import { excerpt, plainText } from '../../../lib/html.ts'
import { paths } from '../../../lib/urls.ts'
import { page } from '../../../web/kit.ts'
import { History } from '../../../../views/content/history.tsx'
import { listRevisions } from '../queries/parts.ts'
import { getContent } from '../queries/read.ts'

/** Versions on one page: each may be as long as a text can be. */
const VERSIONS = 20

/** GET /item/:id/history (?from=): newest first, each with what changed since the one before it. */
export async function showHistory(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t, query } = request
  const content = await getContent(ctx, request.params['id'] ?? '')
  const { title, body, html } = content
  const from = query['from']
  // One more than is shown: the oldest on the page is compared with it, and the next page begins with it.
  const revisions = await listRevisions(ctx.db, content.id, { from, limit: VERSIONS + 1 })
  const now = { id: '', title, body, html, created: content.edited ?? content.published }
  const all = from === undefined ? [now, ...revisions] : revisions
  const versions = all.slice(0, VERSIONS).map((version, index) => {
    const before = all[index + 1]
    const words = wordsOf(version)
    const lines = before ? foldSame(differenceOf(wordsOf(before), words)) : differenceOf(words, words)
    return { created: version.created, lines, first: before === undefined }
  })
  const path = paths.item(content.id)
  const older = all[VERSIONS]?.id
  const shown = { title: title || excerpt(content.summary, 60), path, versions }
  return page(
    t('content.history.title', { title: shown.title }),
    <History t={t} now={ctx.clock.now()} {...shown} next={older && `${path}/history?from=${older}`} />,
  )
}

function wordsOf(version: { title: string; body: string | null; html: string }): string {
  return `${version.title}\n${version.body ?? plainText(version.html)}`
}

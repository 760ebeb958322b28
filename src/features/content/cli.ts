// Writing from the command line, as a person, by the same command as the web.
import type { CliCommand } from '../../core/feature.ts'
import { Invalid, NotFound } from '../../core/errors.ts'
import type { Audience } from '../../core/access.ts'
import { audiences } from '../../core/access.ts'
import { personViewer } from '../accounts/index.ts'
import { findActorByHandle } from '../actors/index.ts'
import { findGroupRules } from '../groups/index.ts'
import { createContent } from './commands/create.ts'
import { usualAudience } from './rules/content.ts'

export const contentCommands: readonly CliCommand[] = [
  {
    name: 'post create',
    summary: 'Write an item in a group, as a person of this plein',
    options: [
      { name: 'author', required: true },
      { name: 'group' },
      { name: 'title' },
      { name: 'body', required: true },
      { name: 'kind' },
      { name: 'form' },
      { name: 'audience' },
      { name: 'tags' },
    ],
    async run(ctx, input, tools) {
      const text = (name: string) => (typeof input[name] === 'string' ? input[name] : undefined)
      const author = await findActorByHandle(ctx.db, text('author') ?? '', ctx.config.hostName)
      if (!author || author.local !== 1) throw new NotFound('content.unknownAuthor')
      const group = text('group')
        ? await findActorByHandle(ctx.db, text('group') ?? '', ctx.config.hostName)
        : undefined
      if (text('group') && !group) throw new NotFound('content.unknownGroup')
      const access = group ? (await findGroupRules(ctx.db, group.id))?.access : undefined
      const audience = text('audience') ?? usualAudience(access)
      if (!audiences.includes(audience as Audience))
        throw new Invalid({ audience: { code: 'content.audienceNotHere' } })
      const kind = text('kind') ?? 'post'
      const isForm = !ctx.kinds.find(kind)
      const viewer = await personViewer(ctx.db, author.id)
      const making = createContent(tools.as(viewer), {
        // `--kind blog` is short for the kind post in the form blog.
        kind: isForm ? 'post' : kind,
        data: isForm ? { form: kind } : text('form') ? { form: text('form') } : {},
        groupId: group?.id ?? null,
        title: text('title'),
        body: text('body') ?? '',
        audience: audience as Audience,
        tags: (text('tags') ?? '').split(',').filter((tag) => tag.trim() !== ''),
      })
      const id = await (isForm ? making.catch(blameKind) : making)
      return { id, url: `${ctx.config.origin}/item/${id}` }
    },
  },
]

/** What `--kind` was taken for is told at `--kind`. */
function blameKind(error: unknown): never {
  if (!(error instanceof Invalid) || !error.fields['form']) throw error
  const { form, ...others } = error.fields
  throw new Invalid({ kind: form, ...others })
}

// Writing from the command line, as a person, by the same command as the web.
import type { CliCommand } from '../../core/feature.ts'
import type { AnyKind } from '../../core/kind.ts'
import { NotFound } from '../../core/errors.ts'
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
      // A form of the kind post may be named as if it were a kind.
      { name: 'kind', values: (kinds) => [...kinds.map(({ name }) => name), ...formsOf(kinds)] },
      { name: 'form', values: formsOf },
      { name: 'audience', values: audiences },
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
      const kind = text('kind') ?? 'post'
      const isForm = !ctx.kinds.find(kind)
      const viewer = await personViewer(ctx.db, author.id)
      const id = await createContent(tools.as(viewer), {
        // `--kind blog` is short for the kind post in the form blog.
        kind: isForm ? 'post' : kind,
        data: isForm ? { form: kind } : text('form') ? { form: text('form') } : {},
        groupId: group?.id ?? null,
        title: text('title'),
        body: text('body') ?? '',
        audience: audience as Audience,
        tags: (text('tags') ?? '').split(',').filter((tag) => tag.trim() !== ''),
      })
      return { id, url: `${ctx.config.origin}/item/${id}` }
    },
  },
]

function formsOf(kinds: readonly AnyKind[]): readonly string[] {
  const post = kinds.find(({ name }) => name === 'post')
  return post?.fields.find(({ name }) => name === 'form')?.options ?? []
}

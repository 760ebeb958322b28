// Klussen on the command line.
import type { CliCommand } from '../../core/feature.ts'
import { Invalid, NotFound } from '../../core/errors.ts'
import { type AnyKind, OWN } from '../../core/kind.ts'
import { personViewer } from '../accounts/index.ts'
import { findActorByHandle } from '../actors/index.ts'
import { createContent, ownFrom } from '../content/index.ts'
import { findGroupRules } from '../groups/index.ts'
import { rebuildIndex } from './commands/index-klus.ts'
import { rebuildWork } from './commands/index-work.ts'
import { KLUS } from './rules/facts.ts'
import { audienceFor } from './rules/writing.ts'

/** Option → member of the klus, where they differ. */
const members: Readonly<Record<string, string>> = { hours: 'hoursTotal', 'hours-per-week': 'hoursPerWeek' }
const told = [
  'purpose',
  'result',
  'expertise',
  'hours',
  'hours-per-week',
  'starts',
  'ends',
  'where',
  'place',
  'places',
  'responders',
  'closes',
] as const

function memberOf(option: string): string {
  return members[option] ?? option
}

/** Empty when it is no choice. */
function choicesOf(kinds: readonly AnyKind[], member: string): readonly string[] {
  const klus = kinds.find(({ name }) => name === KLUS)
  return klus?.fields.find(({ name }) => name === member)?.options ?? []
}

/** What is wrong with a member is told at the option that it came from. */
function blameOptions(error: unknown): never {
  if (!(error instanceof Invalid)) throw error
  const named = told.map((option) => [memberOf(option), option] as const)
  const optionOf = Object.fromEntries(named)
  const faults = Object.entries(error.fields).map(([member, fault]) => [optionOf[member] ?? member, fault] as const)
  throw new Invalid(Object.fromEntries(faults))
}

export const cli: readonly CliCommand[] = [
  {
    name: 'klus create',
    summary: 'Place a klus, as a person of this plein',
    options: [
      { name: 'author', required: true },
      { name: 'title', required: true },
      { name: 'body', required: true },
      { name: 'group' },
      { name: 'public', flag: true },
      ...told.map((name) => ({ name, values: (kinds: readonly AnyKind[]) => choicesOf(kinds, memberOf(name)) })),
    ],
    async run(ctx, input, tools) {
      const text = (name: string) => (typeof input[name] === 'string' ? input[name] : undefined)
      const author = await personViewer(ctx.db, text('author') ?? '')
      const handle = text('group')
      const group = handle ? await findActorByHandle(ctx.db, handle, ctx.config.hostName) : undefined
      if (handle && !group) throw new NotFound('content.unknownGroup')
      const access = group ? (await findGroupRules(ctx.db, group.id))?.access : undefined
      const kind = ctx.kinds.get(KLUS)
      const data = ownFrom(kind, Object.fromEntries(told.map((name) => [`${OWN}${memberOf(name)}`, text(name)])))
      const audience = audienceFor(kind, data, { access, open: input['public'] === true })
      const words = { title: text('title'), body: text('body') ?? '' }
      const id = await createContent(tools.as(author), {
        kind: KLUS,
        groupId: group?.id ?? null,
        audience,
        ...words,
        data,
      }).catch(blameOptions)
      return { id, url: `${ctx.config.origin}/item/${id}` }
    },
  },
  {
    name: 'klussen index',
    summary: 'Make the index of klussen and of agreements anew from the items and responses themselves',
    options: [],
    run: async (ctx) => ({ klussen: await rebuildIndex(ctx), agreements: await rebuildWork(ctx) }),
  },
]

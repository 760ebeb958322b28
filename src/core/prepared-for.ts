// Prepared queries that look at the viewer: compiled once for each sort of viewer; who it is comes with the values.
import type { AccountId, ActorId } from '../lib/id.ts'
import type { Db } from '../platform/db/database.ts'
import { type Prepared, prepared } from '../platform/db/prepared.ts'
import type { Ctx } from './context.ts'
import { actorOf, type Viewer } from './viewer.ts'

type Query<Row> = ReturnType<Parameters<typeof prepared<object, Row>>[0]>

export interface PreparedFor<P extends object, Row> {
  all(ctx: Ctx, values: P, db?: Db): Promise<Row[]>
  first(ctx: Ctx, values: P, db?: Db): Promise<Row | undefined>
}

/** Who the viewer is; what viewers of his sort do not have is undefined. */
interface Who {
  readonly personId: ActorId | undefined
  readonly accountId: AccountId | undefined
  readonly host: string | undefined
  readonly ownHost: string
}

/**
 * As `prepared`, for queries that only show what the viewer may see. The builder gets a viewer of the same sort, in
 * whom the ids are stand-ins: a rule may look at which sort of viewer it is, and at nothing else. Of the values it may
 * ask whether one is given at all (`if (filter.groupId)`), but not what it is.
 */
export function preparedFor<P extends object, Row>(
  build: (db: Db, viewer: Viewer, values: P, ownHost: string) => Query<Row>,
): PreparedFor<P, Row> {
  const forms = new Map<string, Prepared<{ who: Who; values: P }, Row>>()

  function formFor(viewer: Viewer, values: P): Prepared<{ who: Who; values: P }, Row> {
    const key = `${sortOf(viewer)} ${namesIn(values)}`
    const form =
      forms.get(key) ?? prepared((db, { who, values: later }) => build(db, sameSort(viewer, who), later, who.ownHost))
    forms.set(key, form)
    return form
  }

  function given({ viewer, config }: Ctx, values: P): { who: Who; values: P } {
    const accountId = viewer.type === 'person' ? viewer.accountId : undefined
    const host = viewer.type === 'remote' ? viewer.host : undefined
    return { who: { personId: actorOf(viewer), accountId, host, ownHost: config.hostName }, values }
  }

  return {
    all: (ctx, values, db = ctx.db) => formFor(ctx.viewer, values).all(db, given(ctx, values)),
    first: (ctx, values, db = ctx.db) => formFor(ctx.viewer, values).first(db, given(ctx, values)),
  }
}

/** Everything that visibility rules look at in a viewer, except his ids. */
function sortOf(viewer: Viewer): string {
  if (viewer.type === 'person') return `person ${viewer.admin}`
  return viewer.type === 'remote' ? `remote ${viewer.allowed} ${viewer.personId !== undefined}` : viewer.type
}

function sameSort(viewer: Viewer, { personId, accountId, host }: Who): Viewer {
  if (viewer.type === 'person') {
    return { type: 'person', admin: viewer.admin, personId: personId as ActorId, accountId: accountId as AccountId }
  }
  if (viewer.type !== 'remote') return viewer
  return {
    type: 'remote',
    allowed: viewer.allowed,
    host: host as string,
    ...(viewer.personId === undefined ? {} : { personId: personId as ActorId }),
  }
}

/** Names of the values, at every depth, and lengths of lists: each combination is a query of its own. */
function namesIn(values: object): string {
  let names = ''
  for (const [name, value] of Object.entries(values) as [string, unknown][]) {
    if (Array.isArray(value)) names += `${name}[${value.length}] `
    else if (typeof value === 'object' && value !== null) names += `${name}(${namesIn(value)}) `
    else names += `${name} `
  }
  return names
}

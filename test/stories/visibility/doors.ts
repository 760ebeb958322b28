// The doors of the visibility matrix: how each is opened, and which items are found behind it.
import { type DoorRule, sees } from './rule.ts'
import { handleOf, type Item, type Looker, places, type Stage, TAG } from './stage.ts'

export interface Door {
  readonly name: string
  readonly for: readonly Looker['is'][]
  readonly rule: DoorRule
  /** Names of the items that this one is shown. */
  shown(stage: Stage, looker: Looker): Promise<ReadonlySet<string>>
}

export interface Answer {
  readonly status: number
  readonly body: string
  readonly location: string | null
}

const JSON_TYPE = 'application/activity+json'
const all = ['guest', 'person', 'server'] as const
const browsers = ['guest', 'person'] as const
const machines = ['guest', 'server'] as const

/** A request as this one makes it: with his cookie, with his signature, or without either. */
export async function look(
  { plein }: Stage,
  { person, actor }: Looker,
  path: string,
  more: { method?: string; body?: string; accept?: string } = {},
): Promise<Answer> {
  const url = `${plein.origin}${path}`
  const { host: _, ...signed } = actor ? actor.signed('GET', url, undefined) : {}
  const isMachine = !person && (actor !== undefined || path.startsWith('/ap/'))
  const answer = await fetch(url, {
    method: more.method ?? 'GET',
    redirect: 'manual',
    headers: {
      accept: more.accept ?? (isMachine ? JSON_TYPE : 'text/html'),
      ...(person ? { cookie: person.cookie } : {}),
      ...(more.body
        ? { 'content-type': 'application/x-www-form-urlencoded', origin: plein.origin, 'sec-fetch-site': 'same-origin' }
        : {}),
      ...signed,
    },
    ...(more.body ? { body: more.body } : {}),
  })
  return { status: answer.status, body: await answer.text(), location: answer.headers.get('location') }
}

/** One address for each item: it is shown when there is an answer that holds what it should hold. */
function each(
  name: string,
  who: Door['for'],
  at: { path: (item: Item) => string; holds?: (item: Item, stage: Stage) => string; rule?: DoorRule },
): Door {
  return {
    name,
    for: who,
    rule: at.rule ?? 'seen',
    async shown(stage, looker) {
      const shown = new Set<string>()
      for (const item of stage.items) {
        const { status, body } = await look(stage, looker, at.path(item))
        const isThere = status === 200 || status === 303
        const holds = at.holds && status === 200 ? at.holds(item, stage) : undefined
        if (isThere && (holds === undefined || body.includes(holds))) shown.add(item.name)
        // What refuses must not tell on the side what it refuses.
        if (!isThere && (body.includes(`-${item.name}`) || body.includes(item.commentId))) shown.add(item.name)
      }
      return shown
    },
  }
}

/** One page with many items; further pages are followed. */
function list(name: string, who: Door['for'], at: { path: string; rule: DoorRule; marks?: readonly string[] }): Door {
  return {
    name,
    for: who,
    rule: at.rule,
    async shown(stage, looker) {
      const pages: string[] = []
      let next: string | undefined = at.path
      while (next !== undefined && pages.length < 9) {
        const { body } = await look(stage, looker, next)
        pages.push(body)
        next = /href="([^"]*[?&](?:amp;)?after=[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
      }
      return namesIn(stage, pages.join('\n'))
    },
  }
}

/** Titles and ids of items, words of their comments. */
function namesIn({ items }: Stage, text: string): Set<string> {
  const found = items.filter(({ name, id, commentId }) => {
    const words = new RegExp(`(?:Stuk|Antwoord|Beeld)-${name}(?![a-z-])`)
    return words.test(text) || text.includes(id) || text.includes(commentId)
  })
  return new Set(found.map((item) => item.name))
}

const groups = places.filter((place) => place !== 'none')

/** Activities as they were said, by the ids they have in inboxes and outboxes. */
async function activities({ plein, items }: Stage): Promise<{ path: string; item: Item }[]> {
  const rows = await plein.app.ctx().db.selectFrom('activity').select(['iri', 'objectIri']).execute()
  return rows.flatMap(({ iri, objectIri }) => {
    const item = items.find((one) => objectIri.endsWith(one.id) || objectIri.endsWith(one.commentId))
    return item ? [{ path: new URL(iri).pathname, item }] : []
  })
}

/** Doors with the ids of actors in them. */
function collection(name: string, path: (stage: Stage) => string, rule: DoorRule): Door {
  return {
    name,
    for: machines,
    rule,
    shown: async (stage, looker) => namesIn(stage, (await look(stage, looker, path(stage))).body),
  }
}

const objectIri = (id: string) => `/ap/objects/${id}`

export const doors: readonly Door[] = [
  each('page of an item', browsers, { path: ({ id }) => `/item/${id}`, holds: ({ name }) => `Antwoord-${name}` }),
  each('its history', browsers, { path: ({ id }) => `/item/${id}/history`, holds: ({ name }) => `Stuk-${name}` }),
  each('its picture', browsers, { path: ({ mediaId }) => `/media/${mediaId}` }),
  each('its picture, for servers', ['server'], { path: ({ mediaId }) => `/media/${mediaId}` }),
  each('its id, for a browser', ['person'], { path: ({ id }) => objectIri(id) }),
  each("its comment's id, for a browser", ['person'], { path: ({ commentId }) => objectIri(commentId) }),
  each('its object', machines, { path: ({ id }) => objectIri(id), holds: ({ name }) => `Stuk-${name}` }),
  each('its replies', machines, { path: ({ id }) => `${objectIri(id)}/replies`, holds: ({ commentId }) => commentId }),
  each('its thread', machines, { path: ({ id }) => `/ap/contexts/${id}`, holds: ({ commentId }) => commentId }),
  each('its thread, further on', machines, { path: ({ id }) => `/ap/contexts/${id}?page=x` }),
  each('its comment', machines, {
    path: ({ commentId }) => objectIri(commentId),
    holds: ({ name }) => `Antwoord-${name}`,
  }),
  each('replies to its comment', machines, { path: ({ commentId }) => `${objectIri(commentId)}/replies` }),
  {
    name: 'what was said about it',
    for: machines,
    rule: 'seen',
    async shown(stage, looker) {
      const said = await activities(stage)
      const shown = new Set(
        stage.items
          .filter((item) => sees(looker, item) && !said.some((one) => one.item === item))
          .map((item) => item.name),
      )
      for (const { path, item } of said) if ((await look(stage, looker, path)).status === 200) shown.add(item.name)
      return shown
    },
  },
  ...groups.flatMap((access) => [
    list(`page of the ${access} group`, browsers, { path: `/g/${handleOf(access)}`, rule: { in: access } }),
    list(`Atom of the ${access} group`, all, {
      path: `/g/${handleOf(access)}/atom`,
      rule: { in: access, for: 'guests' },
    }),
    collection(`outbox of the ${access} group`, (stage) => `/ap/actors/${stage.groups[access]}/outbox`, { in: access }),
    collection(`pinned in the ${access} group`, (stage) => `/ap/actors/${stage.groups[access]}/featured`, {
      in: access,
    }),
  ]),
  list('start, for guests', ['guest'], { path: '/', rule: 'seen' }),
  list('stream: mijn groepen', ['person'], { path: '/', rule: 'mine' }),
  list('stream: mijn organisatie', ['person'], { path: '/?stream=organisation', rule: 'seen' }),
  list('stream: hele netwerk', ['person'], { path: '/?stream=network', rule: 'seen' }),
  list('page of a tag', browsers, { path: `/tag/${TAG}`, rule: 'seen' }),
  list('page of a person', browsers, { path: '/@auteur', rule: 'seen' }),
  list('Atom of the plein', all, { path: '/atom', rule: 'guests' }),
  list('Atom of a tag', all, { path: `/tag/${TAG}/atom`, rule: 'guests' }),
  list('Atom of a person', all, { path: '/@auteur/atom', rule: 'guests' }),
  collection('outbox of a person', (stage) => `/ap/actors/${stage.authorId}/outbox`, 'guests, signed'),
  list('notifications', ['person'], { path: '/notifications', rule: 'told' }),
  {
    name: 'lines of notifications',
    for: ['person'],
    rule: 'told',
    async shown({ plein, items }, { person }) {
      const rows = await plein.app
        .ctx()
        .db.selectFrom('notification')
        .innerJoin('actor', 'actor.id', 'notification.personId')
        .select('notification.contentId')
        .where('actor.handle', '=', person?.identity.handle ?? '')
        .execute()
      const told = new Set(rows.map((row) => row.contentId))
      return new Set(items.filter((item) => told.has(item.id)).map((item) => item.name))
    },
  },
  {
    name: 'mail',
    for: ['person'],
    rule: 'told',
    shown: async (stage, { person }) =>
      namesIn(stage, JSON.stringify(stage.plein.mail.to(person?.identity.email ?? ''))),
  },
  {
    name: 'what is sent',
    for: ['server'],
    rule: 'sent',
    shown: async (stage, { peer }) => namesIn(stage, peer?.inbox.map((one) => one.body).join('\n') ?? ''),
  },
]

// Compares what the writers were promised with what the databases of both pleinen hold in the end.
import type { Plein } from './plein.ts'
import { openReader, type Reader } from './reader.ts'
import type { Ledger } from './writers.ts'

/** Something that must be true, and what speaks against it. */
export interface Verdict {
  readonly what: string
  readonly faults: readonly string[]
}

export interface Side {
  readonly name: string
  readonly origin: string
  readonly read: Reader
  /** How often each mark is there. */
  readonly marks: ReadonlyMap<string, number>
}

export type Check = (side: Side) => Promise<string[]>

export async function judge(pleinen: readonly Plein[], ledger: Ledger): Promise<Verdict[]> {
  const sides = await Promise.all(pleinen.map(openSide))
  try {
    const verdicts: Verdict[] = sides.map((side) => ({
      what: `${side.name} holds every accepted post and comment, once`,
      faults: faultsOfMarks(side, ledger),
    }))
    for (const [what, check] of [...checks, ofPosts])
      for (const side of sides) verdicts.push({ what: `${side.name}: ${what}`, faults: await check(side) })
    verdicts.push(
      await same(sides, 'posts and comments', async (side) => [...side.marks.keys()]),
      await same(sides, 'likes', likes),
      await same(sides, 'follows', follows),
      { what: 'every accepted like is there', faults: await lostLikes(sides, ledger) },
    )
    return verdicts
  } finally {
    await Promise.all(sides.map((side) => side.read.close()))
  }
}

async function openSide({ name, origin, databaseUrl }: Plein): Promise<Side> {
  const read = await openReader(databaseUrl)
  const texts = await read.rows<{ html: string }>(
    `select "html" from "content" where "state" = 'published'
      union all select "html" from "comment" where "state" = 'published'`,
  )
  const marks = new Map<string, number>()
  for (const { html } of texts)
    for (const [mark] of html.matchAll(/\bmark[a-z]+\d+\b/g)) marks.set(mark, (marks.get(mark) ?? 0) + 1)
  return { name, origin, read, marks }
}

/** One whose fate the writer never learned may be there or not, but not twice. */
function faultsOfMarks({ marks }: Side, { accepted }: Ledger): string[] {
  const lost = [...accepted].filter((mark) => !marks.has(mark)).map((mark) => `${mark} is lost`)
  const doubled = [...marks].filter(([, count]) => count > 1).map(([mark, count]) => `${mark} is there ${count} times`)
  return [...lost, ...doubled]
}

/** Each row of the answer is a fault. */
export function none(sql: string): Check {
  return async ({ read }) => (await read.rows<object>(`${sql} limit 20`)).map((row) => JSON.stringify(row))
}

const commentsOf = `(select count(*) from "comment" k where k."contentId" = c."id" and k."state" = 'published')`
const likesOf = `(select count(*) from "reaction" r where r."subjectId" = c."id" and r."type" = 'like')`
const causesOf = `(select count(*) from "notificationCause" x where x."notificationId" = n."id")`

/** What must be so on any plein at rest. */
export const checks: readonly (readonly [string, Check])[] = [
  [
    'no job is dead or left',
    none(`select "name", "key", "attempts", "error", "dead" from "job" where "queue" <> 'schedule'`),
  ],
  [
    'every delivery arrived',
    none(`select "host", "state", "attempts", "lastStatus", "lastError" from "delivery" where "state" <> 'done'`),
  ],
  ['every received activity is handled', none(`select "iri" from "inbox" where "handled" is null`)],
  [
    'the counts of comments are right',
    none(
      `select c."iri", c."commentCount", ${commentsOf} as "there" from "content" c where c."commentCount" <> ${commentsOf}`,
    ),
  ],
  [
    'the counts of likes are right',
    none(`select c."iri", c."likeCount", ${likesOf} as "there" from "content" c where c."likeCount" <> ${likesOf}`),
  ],
  [
    'no notification is doubled, and each counts what caused it',
    none(
      `select n."id", n."count", ${causesOf} as "causes" from "notification" n where n."count" <> ${causesOf}
        or exists (select 1 from "notification" m where m."id" <> n."id" and m."personId" = n."personId"
          and (m."contentId" = n."contentId" or (m."contentId" is null and m."subjectActorId" = n."subjectActorId")))`,
    ),
  ],
]

const ofPosts = ['everybody was told of every post by somebody else', untold] as const

/** The writer of a plein is a member of both groups: one cause for each post that came from elsewhere. */
async function untold({ read }: Side): Promise<string[]> {
  const [row] = await read.rows<{ posts: number | string; told: number | string }>(
    `select (select count(*) from "content" where "local" = 0 and "state" = 'published' and "html" like '%mark%') as "posts",
      (select count(*) from "notificationCause" where "type" = 'post') as "told"`,
  )
  const [posts, told] = [Number(row?.posts), Number(row?.told)]
  // The first post of each group may have been told of as well.
  return told >= posts && told <= posts + 1 ? [] : [`${posts} posts from elsewhere, told of ${told}`]
}

async function same(sides: readonly Side[], what: string, list: (side: Side) => Promise<string[]>): Promise<Verdict> {
  const lists = await Promise.all(sides.map(async (side) => new Set(await list(side))))
  const all = new Set(lists.flatMap((one) => [...one]))
  const faults = [...all].flatMap((one) =>
    sides.flatMap((side, index) => (lists[index]?.has(one) ? [] : [`${one} is not on ${side.name}`])),
  )
  return { what: `both hold the same ${what}`, faults }
}

async function likes({ read }: Side): Promise<string[]> {
  const rows = await read.rows<{ who: string; what: string }>(
    `select a."iri" as "who", c."iri" as "what" from "reaction" r
      join "actor" a on a."id" = r."actorId" join "content" c on c."id" = r."subjectId" where r."type" = 'like'`,
  )
  return rows.map(({ who, what }) => `${who} likes ${what}`)
}

async function follows({ read }: Side): Promise<string[]> {
  const rows = await read.rows<{ who: string; whom: string }>(
    `select a."iri" as "who", b."iri" as "whom" from "follow" f
      join "actor" a on a."id" = f."followerId" join "actor" b on b."id" = f."targetId" where f."state" = 'accepted'
      and a."host" <> b."host"`,
  )
  return rows.map(({ who, whom }) => `${who} follows ${whom}`)
}

async function lostLikes(sides: readonly Side[], ledger: Ledger): Promise<string[]> {
  const there = new Set<string>()
  for (const { read } of sides) {
    const rows = await read.rows<{ who: string; id: string }>(
      `select a."handle" as "who", r."subjectId" as "id" from "reaction" r join "actor" a on a."id" = r."actorId"
        where r."type" = 'like' and a."local" = 1`,
    )
    for (const { who, id } of rows) there.add(`${who} /item/${id}`)
  }
  return [...ledger.likes].filter((like) => !there.has(like)).map((like) => `${like} is lost`)
}

// Tells the threads of the story in the order of time, everybody on the own plein.
import type { CommentId } from '../lib/id.ts'
import { addComment, findCommentByIri, getComment } from '../features/comments/index.ts'
import { createContent, findContentByIri, getContent, pinContent } from '../features/content/index.ts'
import { addReaction } from '../features/reactions/index.ts'
import type { Content } from '../core/kind.ts'
import type { Ctx } from '../core/context.ts'
import type { StoryClock } from './story-clock.ts'
import type { CommentStory, ThreadStory } from './story.ts'
import type { Town } from './town.ts'

const HOUR = 3600_000
const DAY = 24 * HOUR

interface Times {
  readonly clock: StoryClock
  /** When the story ends, in milliseconds. */
  readonly now: number
  /** What happens besides. */
  readonly more: readonly Moment[]
}

/** What is known of a thread while it is told. */
interface Told {
  readonly story: ThreadStory
  iri: string
  readonly comments: string[]
}

/** Something that happens at a time of the story, in milliseconds. */
export interface Moment {
  readonly at: number
  run(): Promise<void>
}

export async function tellThreads(
  town: Town,
  stories: readonly ThreadStory[],
  { clock, now, more }: Times,
): Promise<void> {
  const moments = [...more, ...stories.flatMap((story) => momentsOf(town, story, now))]
  for (const { at, run } of moments.toSorted((a, b) => a.at - b.at)) {
    clock.set(Math.min(at, now - 2 * 60_000))
    await run()
  }
  await town.settle()
}

function momentsOf(town: Town, story: ThreadStory, now: number): Moment[] {
  const told: Told = { story, iri: '', comments: [] }
  const start = officeHour(now - story.daysAgo * DAY, story.title.length)
  const gap = 0.6 * HOUR
  const comments = story.comments ?? []
  return [
    { at: start, run: () => post(town, told) },
    ...comments.map((comment, index) => ({
      at: start + (index + 1) * gap,
      run: () => answer(town, told, comment),
    })),
    { at: start + (comments.length + 1) * gap, run: () => like(town, told) },
  ]
}

/** Some time between eight and two o'clock UTC of that day: people write at work. */
function officeHour(millis: number, spread: number): number {
  return Math.floor(millis / DAY) * DAY + 8 * HOUR + ((spread * 17) % 360) * 60_000
}

async function post(town: Town, told: Told): Promise<void> {
  const { author, group, title, body, form, audience = 'public', pinned } = told.story
  const ctx = await town.ctxOf(author)
  const home = town.homeOf(author).name
  const groupId = group === undefined ? null : await town.actorOn(home, group)
  const text = await mentioned(town, author, body)
  const id = await createContent(ctx, {
    kind: 'post',
    groupId,
    title,
    body: text,
    audience,
    data: form ? { form } : {},
  })
  told.iri = (await getContent(ctx, id)).iri
  if (!pinned || group === undefined) return
  const owner = await town.ctxOf(ownerOf(town, group))
  const there = await found(town, owner, told.iri)
  if (there) await pinContent(owner, there.id)
}

function ownerOf(town: Town, group: string): string {
  return town.homeOf(group).groups.find(({ handle }) => handle === group)?.owner as string
}

async function answer(town: Town, told: Told, comment: CommentStory): Promise<void> {
  const ctx = await town.ctxOf(comment.author)
  const content = await found(town, ctx, told.iri)
  if (!content) return
  const parentIri = comment.answers === undefined ? undefined : told.comments[comment.answers]
  const parentId = parentIri === undefined ? null : await foundComment(town, ctx, parentIri)
  const body = await mentioned(town, comment.author, comment.body)
  const id = await addComment(ctx, { contentId: content.id, parentId, body })
  told.comments.push((await getComment(ctx, id)).comment.iri)
}

async function like(town: Town, told: Told): Promise<void> {
  for (const handle of told.story.likes ?? []) {
    const ctx = await town.ctxOf(handle)
    const content = await found(town, ctx, told.iri)
    if (content) await addReaction(ctx, { subjectId: content.id, type: 'like' })
  }
}

/** The item on somebody's own plein; when it has not arrived yet, the network gets the time to deliver it. */
async function found(town: Town, ctx: Ctx, iri: string): Promise<Content | undefined> {
  const here = await findContentByIri(ctx, iri)
  if (here) return here
  await town.settle()
  return findContentByIri(ctx, iri)
}

async function foundComment(town: Town, ctx: Ctx, iri: string): Promise<CommentId | null> {
  const here = await findCommentByIri(ctx.db, iri)
  if (here) return here.id
  await town.settle()
  return (await findCommentByIri(ctx.db, iri))?.id ?? null
}

/** `{@joost}` as the author would write it: with the plein behind it when Joost works elsewhere. */
async function mentioned(town: Town, author: string, text: string): Promise<string> {
  const home = town.homeOf(author).name
  const handles = [...text.matchAll(/\{@([a-z]+)\}/g)].map((match) => match[1] as string)
  for (const handle of handles) await town.actorOn(home, handle)
  return text.replace(/\{@([a-z]+)\}/g, (_whole, handle: string) => `@${town.addressOn(home, handle)}`)
}

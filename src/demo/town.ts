// The three pleinen while they are being filled: who lives where, and how one reaches the other.
import type { App } from '../app.ts'
import type { Ctx } from '../core/context.ts'
import type { LocalPerson } from '../core/viewer.ts'
import type { ActorId } from '../lib/id.ts'
import { personViewer } from '../features/accounts/index.ts'
import { findActorByHandle } from '../features/actors/index.ts'
import { joinGroup } from '../features/groups/index.ts'
import { followPerson } from '../features/people/index.ts'
import { pleinen } from './pleinen.ts'
import type { GroupStory, PersonStory, PleinName, PleinStory } from './story.ts'

export class Town {
  readonly #apps: ReadonlyMap<PleinName, App>
  readonly #viewers = new Map<string, LocalPerson>()

  constructor(apps: ReadonlyMap<PleinName, App>) {
    this.#apps = apps
  }

  app(name: PleinName): App {
    const app = this.#apps.get(name)
    if (!app) throw new Error(`no plein ${name}`)
    return app
  }

  /** Where a person or group of the story lives. */
  homeOf(handle: string): PleinStory {
    const here = (one: PersonStory | GroupStory) => one.handle === handle
    const plein = pleinen.find(({ people, groups }) => people.some(here) || groups.some(here))
    if (!plein) throw new Error(`nobody in the story is called ${handle}`)
    return plein
  }

  appOf(handle: string): App {
    return this.app(this.homeOf(handle).name)
  }

  /** The context in which somebody acts on the own plein. */
  async ctxOf(handle: string): Promise<Ctx> {
    const app = this.appOf(handle)
    const viewer = this.#viewers.get(handle) ?? (await personViewer(app.ctx().db, handle))
    this.#viewers.set(handle, viewer)
    return app.ctx(viewer)
  }

  /** How a person or group is written on some plein: `joost` at home, `joost@host` elsewhere. */
  addressOn(plein: PleinName, handle: string): string {
    const home = this.homeOf(handle)
    return home.name === plein ? handle : `${handle}@${this.app(home.name).config.hostName}`
  }

  /** The actor of a person or group on some plein; looked up over the network the first time, as a paste into search. */
  async actorOn(plein: PleinName, handle: string): Promise<ActorId> {
    const app = this.app(plein)
    const address = this.addressOn(plein, handle)
    const known = await findActorByHandle(app.ctx().db, address, app.config.hostName)
    if (known) return known.id
    const iri = await app.tools.remote.webfinger(`@${address}`)
    const actor = iri === undefined ? undefined : await app.tools.remote.actor(iri)
    if (!actor) throw new Error(`${address} cannot be reached from ${plein}`)
    return actor.id
  }

  /** Everybody joins the groups of the story, and follows a few colleagues elsewhere. */
  async meet(): Promise<void> {
    for (const { groups } of pleinen) {
      for (const group of groups) for (const member of group.members) await this.#join(member, group.handle)
      await this.settle()
    }
    const everybody = pleinen.flatMap(({ people }) => people.map(({ handle }) => handle))
    for (const [index, handle] of everybody.entries()) {
      for (const step of [5, 9, 14]) {
        const other = everybody[(index + step) % everybody.length] as string
        await followPerson(await this.ctxOf(handle), await this.actorOn(this.homeOf(handle).name, other))
      }
    }
    await this.settle()
  }

  async #join(member: string, group: string): Promise<void> {
    const ctx = await this.ctxOf(member)
    await joinGroup(ctx, await this.actorOn(this.homeOf(member).name, group))
  }

  /** Until nothing is due on any of the three. */
  async settle(): Promise<void> {
    for (let round = 0; round < 100; round++) {
      let done = 0
      for (const app of this.#apps.values()) done += await app.drain()
      if (done === 0) return
    }
    throw new Error('the three pleinen do not come to rest')
  }
}

// Makes the organisations, their people with faces and profiles, and their groups.
import type { App } from '../app.ts'
import { createAccount, setUp } from '../features/accounts/index.ts'
import { createGroup } from '../features/groups/index.ts'
import { setAvailability } from '../features/klussen/index.ts'
import { recordPortrait } from '../features/media/index.ts'
import { editProfile } from '../features/people/index.ts'
import { drawPng } from '../platform/files/drawing.ts'
import { prepareImage } from '../platform/files/image.ts'
import { keepImage } from '../platform/files/keep-image.ts'
import { drawFace } from './faces.ts'
import { emailOf, PASSWORD, pleinen } from './pleinen.ts'
import type { PersonStory, PleinStory } from './story.ts'
import type { Town } from './town.ts'

export async function settlePeople(town: Town): Promise<void> {
  for (const plein of pleinen) {
    const app = town.app(plein.name)
    const admin = plein.people.find(({ handle }) => handle === plein.admin) as PersonStory
    const { organisation, type: organisationType } = plein
    await setUp(app.ctx(), { ...accountOf(admin, plein), organisation, organisationType })
    for (const person of plein.people) {
      if (person !== admin) await createAccount(app.ctx(), accountOf(person, plein))
      await dress(town, app, person)
    }
    for (const { handle, name, about, owner } of plein.groups) {
      await createGroup(await town.ctxOf(owner), { handle, name, about })
    }
  }
}

function accountOf(person: PersonStory, plein: PleinStory) {
  const { handle, name, jobTitle, unit } = person
  return { handle, name, jobTitle, unit, email: emailOf(person, plein), password: PASSWORD }
}

/** Face, profile and themes, as the person would fill them in. */
async function dress(town: Town, app: App, person: PersonStory): Promise<void> {
  const ctx = await town.ctxOf(person.handle)
  const face = await prepareImage(await drawPng(drawFace(person.face, person.handle)))
  const pictureMediaId = await recordPortrait(ctx, (keys) => keepImage(app.tools.files, keys, face))
  const { name, jobTitle, unit, about, topics } = person
  await editProfile(ctx, { name, jobTitle, unit, about, topics: topics.join(', '), pictureMediaId })
}

/** Who has time for klussen says so to the network. */
export async function offerTime(town: Town): Promise<void> {
  for (const { handle, available, topics } of pleinen.flatMap(({ people }) => people)) {
    if (!available) continue
    await setAvailability(await town.ctxOf(handle), { ...available, subjects: topics.join(', '), audience: 'network' })
  }
  await town.settle()
}

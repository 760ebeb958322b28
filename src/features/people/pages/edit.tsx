// The page on which one changes one's own profile.
import { Invalid } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes, UploadedFile } from '../../../core/pages.ts'
import type { MediaId } from '../../../lib/id.ts'
import { z } from '../../../lib/schema.ts'
import { paths } from '../../../lib/urls.ts'
import { NotAnImage, prepareImage } from '../../../platform/files/image.ts'
import { keepImage } from '../../../platform/files/keep-image.ts'
import { form, page, redirect, signedIn } from '../../../web/kit.ts'
import { formState } from '../../../../views/ds/index.ts'
import { EditProfile } from '../../../../views/people/edit.tsx'
import { recordPortrait } from '../../media/index.ts'
import { editProfile } from '../commands/profile.ts'
import { getOwnProfile } from '../queries/profile.ts'

const typed = z.string().default('')
const profileForm = z.object({
  name: typed,
  jobTitle: typed,
  unit: typed,
  topics: typed,
  about: typed,
  removePicture: z.string().optional(),
})

export function editPages(routes: PageRoutes): void {
  routes.get('/settings/profile', editPage)
  routes.post('/settings/profile', editPage)
}

async function editPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  signedIn(request)
  const profile = await getOwnProfile(ctx)
  const { card, jobTitle, unit, topics, aboutSource, pictureMediaId } = profile
  const picture = pictureMediaId ? paths.media(pictureMediaId, 'small') : undefined
  return form(request, {
    schema: profileForm,
    initial: { name: card.name, jobTitle, unit, topics: topics.join(', '), about: aboutSource },
    show: (values, faults) => {
      const state = formState(t, values, faults)
      const body = <EditProfile t={t} state={state} name={card.name} path={card.path} picture={picture} />
      return page(t('person.edit.title'), body)
    },
    async submit({ removePicture, ...input }) {
      const upload = request.files.find((file) => file.field === 'picture' && file.bytes.length > 0)
      const kept = upload ? await keepPicture(request, upload) : removePicture ? null : undefined
      await editProfile(ctx, kept === undefined ? input : { ...input, pictureMediaId: kept })
      return redirect(card.path, 'person.flash.saved')
    },
  })
}

/** @throws Invalid (picture) when the file is no picture. */
async function keepPicture(request: PageRequest, upload: UploadedFile): Promise<MediaId> {
  try {
    const image = await prepareImage(upload.bytes)
    return await recordPortrait(request.ctx, (keys) => keepImage(request.store, keys, image))
  } catch (error) {
    if (error instanceof NotAnImage) throw new Invalid({ picture: { code: 'person.field.pictureBad' } })
    throw error
  }
}

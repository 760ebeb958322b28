// The page on which managers change their group.
import { groupAccesses } from '../../../core/access.ts'
import { Forbidden, Invalid } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes, UploadedFile } from '../../../core/pages.ts'
import type { MediaId } from '../../../lib/id.ts'
import { z } from '../../../lib/schema.ts'
import { NotAnImage, prepareImage } from '../../../platform/files/image.ts'
import { keepImage } from '../../../platform/files/keep-image.ts'
import { form, page, redirect, signedIn } from '../../../web/kit.ts'
import { formState } from '../../../../views/ds/index.ts'
import { EditGroupPage } from '../../../../views/groups/form.tsx'
import { recordPortrait } from '../../media/index.ts'
import { editGroup } from '../commands/edit-group.ts'
import { getGroup } from '../queries/groups.ts'
import { countOrganisations } from '../queries/members.ts'

export function editPages(routes: PageRoutes): void {
  routes.get('/g/:handle/edit', editPage)
  routes.post('/g/:handle/edit', editPage)
}

const editForm = z.object({
  name: z.string().trim().min(1).max(100),
  about: z.string().max(10_000).default(''),
  restricted: z.string().optional(),
  access: z.enum(groupAccesses).optional(),
  removePicture: z.string().optional(),
})

async function editPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  signedIn(request)
  const group = await getGroup(ctx, request.params['handle'] ?? '')
  if (!group.local || group.role !== 'manager') throw new Forbidden('group.managersOnly')
  const organisations = await countOrganisations(ctx.db, group.id)
  return form(request, {
    schema: editForm,
    initial: {
      name: group.name,
      about: group.about ?? '',
      access: group.access,
      restricted: group.restricted ? 'on' : '',
    },
    show: (values, faults) => {
      const state = formState(t, values, faults)
      const body = <EditGroupPage t={t} state={state} group={group} organisations={organisations} />
      const breadcrumbs = [
        { label: t('groups.title'), href: '/groups' },
        { label: group.name, href: group.path },
      ]
      return page(`${t('groups.edit.title')} · ${group.name}`, body, { current: 'groups', breadcrumbs })
    },
    async submit({ name, about, access, restricted, removePicture }) {
      const upload = request.files.find((file) => file.field === 'picture' && file.bytes.length > 0)
      const pictureMediaId = upload ? await keepPicture(request, upload) : removePicture ? null : undefined
      const changes = { name, about, access, restricted: restricted !== undefined }
      await editGroup(ctx, group.id, pictureMediaId === undefined ? changes : { ...changes, pictureMediaId })
      return redirect(group.path, 'groups.flash.saved')
    },
  })
}

/** @throws Invalid (picture) when the file is no picture. */
async function keepPicture(request: PageRequest, upload: UploadedFile): Promise<MediaId> {
  try {
    const image = await prepareImage(upload.bytes)
    return await recordPortrait(request.ctx, (keys) => keepImage(request.store, keys, image))
  } catch (error) {
    if (error instanceof NotAnImage) throw new Invalid({ picture: { code: 'groups.picture.bad' } })
    throw error
  }
}

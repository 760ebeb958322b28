// The room of pictures, with its doors.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import { COPY, REMOVE } from './commands.ts'
import { copyRemotePicture, mediaSchedule, removeUnused } from './jobs.ts'
import nl from './nl.json' with { type: 'json' }
import { mediaPages } from './pages.ts'

export const media: Feature = {
  name: 'media',
  pages: mediaPages,
  schedule: mediaSchedule,
  jobs: { [COPY]: copyRemotePicture, [REMOVE]: removeUnused },
  texts: { nl, en },
}

// Gathers the doors of the room `klussen` for the registry.
import type { Feature } from '../../core/feature.ts'
import type { PageRoutes } from '../../core/pages.ts'
import { cli } from './cli.ts'
import { TELL_JOB } from './commands/index-klus.ts'
import en from './en.json' with { type: 'json' }
import { klussenFederation } from './federation.ts'
import { anonymising, expiring, tellOfKlus } from './jobs.ts'
import * as listeners from './listeners.ts'
import nl from './nl.json' with { type: 'json' }
import { availabilityPages } from './pages/availability.tsx'
import { candidatePages } from './pages/candidates.tsx'
import { calendarPages } from './pages/calendar.ts'
import { ownPages } from './pages/mine.tsx'
import { overviewPages } from './pages/overview.tsx'
import { searchPages } from './pages/searches.ts'
import { listPages } from './pages/list.tsx'
import { managePages } from './pages/manage.tsx'
import { reviewPages } from './pages/review.tsx'
import { writePages } from './pages/write.tsx'

export const klussen: Feature = {
  name: 'klussen',
  pages(routes: PageRoutes) {
    writePages(routes)
    reviewPages(routes)
    managePages(routes)
    listPages(routes)
    overviewPages(routes)
    availabilityPages(routes)
    candidatePages(routes)
    searchPages(routes)
    ownPages(routes)
    calendarPages(routes)
  },
  listeners: {
    'content.published': listeners.whenContentPublished,
    'content.joinedStreams': listeners.whenContentJoinedStreams,
    'content.edited': listeners.whenContentEdited,
    'content.deleted': listeners.whenContentDeleted,
    'klus.reviewAsked': listeners.whenReviewAsked,
    'klus.reviewDecided': listeners.whenReviewDecided,
    'klus.reviewDropped': listeners.whenReviewDropped,
    'klus.expired': listeners.whenKlusExpired,
    'klus.cancelled': listeners.whenKlusCancelled,
    'response.moved': listeners.whenResponseMoved,
    'response.heard': listeners.whenResponseHeard,
  },
  schedule: [anonymising, expiring],
  jobs: { [TELL_JOB]: tellOfKlus },
  cli,
  federation: klussenFederation,
  nav: [{ name: 'klussen', href: '/klussen', icon: 'briefcase', order: 30 }],
  texts: { nl, en },
}

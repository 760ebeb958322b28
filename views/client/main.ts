// What pages can do more with script. Everything works without it.
import { forgetDraftsOnSignOut, startDrafts } from './drafts.ts'
import { startMenus } from './menus.ts'
import { startMoments } from './moments.ts'
import { startLoadingMore } from './more.ts'
import { startPreviews } from './preview.ts'
import { startReplacing } from './replace.ts'
import { startSuggesting } from './suggest.ts'
import { startShortcuts } from './shortcuts.ts'

startDrafts()
forgetDraftsOnSignOut()
startMenus()
startMoments()
startLoadingMore()
startPreviews()
startReplacing()
startShortcuts()
startSuggesting()

// A form that came back with mistakes begins with what is wrong.
document.querySelector<HTMLElement>('[data-focus]')?.focus()

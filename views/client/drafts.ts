// Keeps what is typed in a form on this device until it is sent, and puts it back.

const PREFIX = 'plein-draft:'
const WAIT_MILLIS = 500
/** Older drafts are forgotten. */
const KEEP_MILLIS = 14 * 86_400_000

type Draft = { at: number; values: Record<string, string> }
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

export function startDrafts(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-draft]')) keep(form)
}

function keep(form: HTMLFormElement): void {
  const key = `${PREFIX}${form.dataset['draft']}`
  restore(form, key)
  let timer: ReturnType<typeof setTimeout> | undefined
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => write(key, { at: Date.now(), values: valuesOf(form) }), WAIT_MILLIS)
  })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    forget(key)
  })
}

function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(
    (element): element is Control =>
      (element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement ||
        (element instanceof HTMLInputElement && ['text', 'url', 'date', 'number'].includes(element.type))) &&
      element.name !== '',
  )
}

function valuesOf(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries(controlsOf(form).map((control) => [control.name, control.value]))
}

/** Only into fields that are still as the server sent them: what it sends back after a mistake is newer. */
function restore(form: HTMLFormElement, key: string): void {
  const draft = read(key)
  if (!draft || form.querySelector('.dv-summary')) return
  const changed = controlsOf(form).filter((control) => {
    const kept = draft.values[control.name]
    return kept !== undefined && kept !== '' && kept !== control.value
  })
  if (changed.length === 0) return
  const before = new Map(changed.map((control) => [control, control.value]))
  for (const control of changed) control.value = draft.values[control.name] ?? ''
  notice(form, () => {
    for (const [control, value] of before) control.value = value
    forget(key)
  })
}

function notice(form: HTMLFormElement, discard: () => void): void {
  const template = document.getElementById('dv-draft')
  if (!(template instanceof HTMLTemplateElement)) return
  const copy = template.content.cloneNode(true) as DocumentFragment
  const line = copy.firstElementChild
  copy.querySelector('button')?.addEventListener('click', () => {
    discard()
    line?.remove()
    controlsOf(form)[0]?.focus()
  })
  form.prepend(copy)
}

function read(key: string): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null
    return draft && Date.now() - draft.at < KEEP_MILLIS ? draft : undefined
  } catch {
    return undefined
  }
}

function write(key: string, draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft))
  } catch {
    // Full, or forbidden by the visitor: then there are no drafts.
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // As above.
  }
}

/** After signing out nothing typed stays behind on a shared device. */
export function forgetDraftsOnSignOut(): void {
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || !isSignOut(event.target)) return
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) forget(key)
  })
}

/** As it is written: `form.action` is a button where the form has one of that name. */
function isSignOut(form: HTMLFormElement): boolean {
  return form.getAttribute('action')?.endsWith('/sign-out') ?? false
}

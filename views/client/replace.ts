// Buttons such as nuttig and volgen: sends their form, and puts the part of the answer with the same id in place.
import { fetchFragment, showStatus } from './fragment.ts'

export function startReplacing(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.dataset['replace'] || form.dataset['plain']) return
    const target = document.getElementById(form.dataset['replace'])
    if (!target) return
    event.preventDefault()
    const submitter = event.submitter instanceof HTMLButtonElement ? event.submitter : undefined
    void send(form, submitter, target)
  })
}

async function send(form: HTMLFormElement, submitter: HTMLButtonElement | undefined, target: Element): Promise<void> {
  if (form.getAttribute('aria-busy') === 'true') return
  form.setAttribute('aria-busy', 'true')
  const values = new FormData(form, submitter)
  const address = submitter?.hasAttribute('formaction') ? submitter.formAction : form.action
  const body = form.enctype === 'multipart/form-data' ? values : new URLSearchParams([...values] as [string, string][])
  const answer = await fetchFragment(address, { method: 'POST', body })
  form.removeAttribute('aria-busy')
  const part = answer?.ok ? answer.document.getElementById(target.id) : undefined
  if (!answer) return submitPlainly(form, submitter)
  showStatus(answer)
  if (!part) return
  const focused = target.contains(document.activeElement)
  target.replaceWith(part)
  if (focused) part.querySelector<HTMLElement>('button, a')?.focus()
}

/** Without a connection the browser says so itself. */
function submitPlainly(form: HTMLFormElement, submitter: HTMLButtonElement | undefined): void {
  form.dataset['plain'] = 'yes'
  form.requestSubmit(submitter)
}

// Shows below a Markdown field how the text will look, while one types.
import { fetchFragment } from './fragment.ts'

const WAIT_MILLIS = 400

export function startPreviews(): void {
  for (const area of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-preview]')) {
    const section = document.getElementById(area.dataset['preview'] ?? '')
    const text = section?.querySelector('.dv-preview__text')
    if (section && text) follow(area, section, text)
  }
}

function follow(area: HTMLTextAreaElement, section: HTMLElement, text: Element): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  async function show(): Promise<void> {
    const mine = ++asked
    if (area.value.trim() === '') {
      section.hidden = true
      return
    }
    const answer = await fetchFragment('/preview', { method: 'POST', body: new URLSearchParams({ body: area.value }) })
    if (!answer?.ok || mine !== asked) return
    const main = answer.document.querySelector('main') ?? answer.document.body
    text.replaceChildren(...main.childNodes)
    section.hidden = false
  }
  function later(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void show(), WAIT_MILLIS)
  }
  area.addEventListener('input', later)
  if (area.value) later()
}

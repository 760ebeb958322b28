// "Meer laden": puts the next part of a list under what is there, instead of going to another page.
import { fetchFragment } from './fragment.ts'

export function startLoadingMore(): void {
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return
    const link = event.target.closest<HTMLAnchorElement>('[data-more] a')
    const block = link?.closest<HTMLElement>('[data-more]')
    const list = document.getElementById(block?.dataset['more'] ?? '')
    if (!link || !block || !list) return
    event.preventDefault()
    void load(link, block, list)
  })
}

async function load(link: HTMLAnchorElement, block: HTMLElement, list: HTMLElement): Promise<void> {
  if (block.getAttribute('aria-busy') === 'true') return
  block.setAttribute('aria-busy', 'true')
  const answer = await fetchFragment(link.href)
  const following = answer?.ok ? answer.document.getElementById(list.id) : undefined
  if (!answer || !following) return location.assign(link.href)
  const added = [...following.children].filter((child) => !child.matches('[data-more]'))
  const next = answer.document.querySelector(`[data-more="${CSS.escape(list.id)}"]`)
  const inside = list.contains(block)
  block.remove()
  list.append(...added)
  if (next && inside) list.append(next)
  else if (next) list.after(next)
  added[0]?.querySelector<HTMLElement>('a, button')?.focus()
}

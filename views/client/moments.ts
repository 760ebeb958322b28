// Moments of the last hour count on by themselves ("5 minuten geleden").
import '@github/relative-time-element'

const HOUR_MILLIS = 3_600_000

export function startMoments(): void {
  upgrade(document)
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element) upgrade(node)
  }).observe(document.body, { childList: true, subtree: true })
}

function upgrade(part: ParentNode): void {
  for (const time of part.querySelectorAll<HTMLTimeElement>('time[data-moment]')) {
    delete time.dataset['moment']
    const age = Date.now() - Date.parse(time.dateTime)
    if (age < 0 || age > HOUR_MILLIS) continue
    const counting = document.createElement('relative-time')
    counting.setAttribute('datetime', time.dateTime)
    counting.setAttribute('lang', document.documentElement.lang)
    counting.setAttribute('no-title', '')
    counting.setAttribute('tense', 'past')
    counting.textContent = time.textContent
    time.replaceChildren(counting)
  }
}

// Asks the server for a part of a page: the same page, without the layout.

export interface FragmentAnswer {
  readonly document: Document
  readonly ok: boolean
}

/**
 * Fetches a page as a fragment. Goes to the sign-in page when the session has ended.
 * Undefined when there is no connection, or one has left for the sign-in page.
 */
export async function fetchFragment(
  url: string,
  init: Omit<RequestInit, 'headers'> = {},
): Promise<FragmentAnswer | undefined> {
  let response: Response
  try {
    response = await fetch(url, {
      ...init,
      headers: { 'X-Fragment': '1' },
      credentials: 'same-origin',
    })
  } catch {
    return undefined
  }
  if (response.redirected && new URL(response.url).pathname === '/sign-in') {
    location.assign(response.url)
    return undefined
  }
  const html = await response.text()
  return { document: new DOMParser().parseFromString(html, 'text/html'), ok: response.ok }
}

/** Shows what the server says happened, where screen readers hear it. */
export function showStatus(answer: FragmentAnswer): void {
  const here = document.getElementById('dv-status')
  if (!here) return
  if (answer.ok) {
    here.replaceChildren(...(answer.document.getElementById('dv-status')?.childNodes ?? []))
  } else {
    const said = answer.document.querySelector('.dv-error .nl-paragraph') ?? answer.document.querySelector('h1')
    here.textContent = said?.textContent ?? ''
  }
}

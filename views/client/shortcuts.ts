// Keys: whatever has `data-shortcut` is pressed by it; `?` shows the list. Never while one types.

export function startShortcuts(): void {
  let before = ''
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    const dialog = document.getElementById('dv-shortcuts')
    if (dialog instanceof HTMLDialogElement && dialog.open) return
    if (event.key === '?' && dialog instanceof HTMLDialogElement) {
      event.preventDefault()
      return dialog.showModal()
    }
    const target = find(`${before} ${event.key}`) ?? find(event.key)
    before = event.key
    if (!target) return
    event.preventDefault()
    if (target instanceof HTMLInputElement) target.focus()
    else target.click()
  })
}

function find(keys: string): HTMLElement | undefined {
  const found = [...document.querySelectorAll<HTMLElement>(`[data-shortcut="${CSS.escape(keys)}"]`)]
  return found.find((element) => element.offsetParent !== null)
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

// Menus close when one clicks elsewhere, leaves them by keyboard, or presses Escape.

export function startMenus(): void {
  const menus = (): NodeListOf<HTMLDetailsElement> => document.querySelectorAll('details[data-menu][open]')
  function closeOthers(target: EventTarget | null): void {
    for (const menu of menus()) if (!(target instanceof Node && menu.contains(target))) menu.open = false
  }
  document.addEventListener('click', (event) => closeOthers(event.target))
  document.addEventListener('focusin', (event) => closeOthers(event.target))
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    for (const menu of menus()) {
      const inside = menu.contains(document.activeElement)
      menu.open = false
      if (inside) menu.querySelector('summary')?.focus()
    }
  })
}

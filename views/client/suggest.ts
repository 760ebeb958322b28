// Fields that hold several words with commas between them: the list proposes for the word that one is typing.

export function startSuggesting(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>('input[list][data-several]')) propose(field)
}

function propose(field: HTMLInputElement): void {
  const list = field.list
  if (!list) return
  const words = [...list.querySelectorAll('option')].map(({ value }) => value).filter((word) => !word.includes(','))
  let last: string | undefined
  const renew = () => {
    const before = field.value
      .split(',')
      .slice(0, -1)
      .flatMap((word) => word.trim() || [])
    const start = before.map((word) => `${word}, `).join('')
    if (start === last) return
    last = start
    const others = words.filter((word) => !before.includes(word))
    list.replaceChildren(...others.map((word) => new Option('', start + word)))
  }
  field.addEventListener('input', renew)
  field.addEventListener('focus', renew)
}

// What must not stand in a klus: a citizen number, a bank account, pay. Guesses, for a warning only. Pure.

export const sensitive = ['bsn', 'iban', 'salary'] as const
export type Sensitive = (typeof sensitive)[number]

/** What the text looks like it holds; undefined: nothing of the kind. */
export function looksSensitive(text: string): Sensitive | undefined {
  if (holdsBsn(text)) return 'bsn'
  if (holdsIban(text)) return 'iban'
  return SALARY.test(text) ? 'salary' : undefined
}

/** Digits with single dots, dashes or spaces between them, as people write numbers. */
const NUMBERS = /\d(?:[ .-]?\d){7,}/g

/** One in eleven dates passes the elfproef: 2026-12-02, 12-12-2026. */
const DATES =
  /(?<!\d)(?:(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:19|20)\d\d)(?!\d)/g

function holdsBsn(text: string): boolean {
  return (text.replace(DATES, ';').match(NUMBERS) ?? []).map((one) => one.replace(/\D/g, '')).some(isBsn)
}

/** The elfproef: 9 × the first digit … 2 × the eighth, minus the ninth, divides by 11. Eight digits lack a zero in front. */
function isBsn(digits: string): boolean {
  const nine = digits.padStart(9, '0')
  if (nine.length !== 9 || /^(\d)\1*$/.test(nine)) return false
  const sum = Array.from(nine).reduce(
    (total, digit, index) => total + Number(digit) * (index === 8 ? -1 : 9 - index),
    0,
  )
  return sum % 11 === 0
}

const IBAN = /\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b/gi

function holdsIban(text: string): boolean {
  return (text.match(IBAN) ?? []).map((one) => one.replace(/ /g, '').toUpperCase()).some(isIban)
}

/** ISO 7064 mod 97-10: the first four to the back, letters as 10 to 35. */
function isIban(iban: string): boolean {
  if (iban.length < 15 || iban.length > 34) return false
  const turned = iban.slice(4) + iban.slice(0, 4)
  let rest = 0
  for (const sign of turned) rest = Number(`${rest}${Number.parseInt(sign, 36)}`) % 97
  return rest === 1
}

const SALARY =
  /salaris|salary|loonstrook|\b(bruto|netto|maand|uur|jaar)loon\b|\b(loon)?schaal \d{1,2}\b|(€|\beuro?) ?\d[\d.,]* ?(bruto|netto|per (uur|maand|jaar))/i

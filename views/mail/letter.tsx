// A mail in which the plein itself asks somebody for one thing: what, the link with which he does it, and why he gets it.
import { renderToString } from 'preact-render-to-string'
import { MailButton, MailHeading, MailLayout } from './layout.tsx'

export interface Letter {
  readonly lang: string
  readonly subject: string
  readonly paragraphs: readonly string[]
  /** What the link does. */
  readonly open: string
  readonly href: string
  /** Why one gets it, and what to do when it is not for one. */
  readonly why: string
}

/** The same words for those who read mail with and without markup. */
export function letterOf({ lang, subject, paragraphs, open, href, why }: Letter): { text: string; html: string } {
  const mail = (
    <MailLayout lang={lang} title={subject} foot={why}>
      <MailHeading>{subject}</MailHeading>
      {paragraphs.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <MailButton href={href} label={open} />
    </MailLayout>
  )
  return {
    text: `${paragraphs.join('\n\n')}\n\n${open}:\n${href}\n\n-- \n${why}\n`,
    html: `<!doctype html>${renderToString(mail)}`,
  }
}

// A mail about something new in one thread.
import type { VNode } from 'preact'
import { MailButton, MailHeading, MailLayout } from './layout.tsx'

export interface NotificationMailProps {
  lang: string
  greeting: string
  sentence: string
  /** Who did it, and from which organisation. */
  who: string
  open: string
  href: string
  why: string
  end: string
  /** Link that ends mail. */
  leave: string
}

export function NotificationMail(props: NotificationMailProps): VNode {
  const { lang, greeting, sentence, who, open, href, why, end, leave } = props
  return (
    <MailLayout lang={lang} title={sentence} foot={why} leave={{ href: leave, label: end }}>
      <p>{greeting}</p>
      <MailHeading>{sentence}</MailHeading>
      <p>{who}</p>
      <MailButton href={href} label={open} />
    </MailLayout>
  )
}

// The mail that asks a manager for consent.
import type { VNode } from 'preact'
import { MailLayout } from '../mail/layout.tsx'

export interface ConsentMailProps {
  lang: string
  subject: string
  paragraphs: readonly string[]
  open: string
  href: string
  why: string
}

export function ConsentMail({ lang, subject, paragraphs, open, href, why }: ConsentMailProps): VNode {
  return (
    <MailLayout lang={lang} title={subject} foot={why}>
      {paragraphs.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <p>
        <a href={href}>{open}</a>
      </p>
    </MailLayout>
  )
}

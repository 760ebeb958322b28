// The frame of every mail: one column of text, readable in any mail program, without pictures.
import type { ComponentChildren, VNode } from 'preact'

export interface MailLayoutProps {
  lang: string
  title: string
  /** Why one gets this mail. */
  foot: string
  leave?: { href: string; label: string } | undefined
  children: ComponentChildren
}

const text = 'font-family: "Noto Sans", Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #1b1b1b'

export function MailLayout({ lang, title, foot, leave, children }: MailLayoutProps): VNode {
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{title}</title>
      </head>
      <body style="margin: 0; padding: 24px; background: #ffffff">
        <main style={`max-width: 600px; ${text}`}>
          {children}
          <hr style="border: 0; border-top: 1px solid #767676; margin: 24px 0" />
          <p style="font-size: 14px; color: #4a4a4a">
            {foot}
            {leave && (
              <>
                <br />
                <a href={leave.href}>{leave.label}</a>
              </>
            )}
          </p>
        </main>
      </body>
    </html>
  )
}

export function MailHeading({ children }: { children: ComponentChildren }): VNode {
  return <h1 style="font-size: 20px; line-height: 1.3; margin: 0 0 16px">{children}</h1>
}

/** The one thing to do: a link that looks like a button where a mail program shows colours, and stays a link elsewhere. */
export function MailButton({ href, label }: { href: string; label: string }): VNode {
  return (
    <p style="margin: 24px 0">
      <a
        href={href}
        style="display: inline-block; padding: 12px 20px; border-radius: 4px; background: #154273; color: #ffffff; font-weight: bold; text-decoration: none"
      >
        {label}
      </a>
    </p>
  )
}

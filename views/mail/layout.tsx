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
        <meta name="viewport" content="width=device-width" />
        <title>{title}</title>
      </head>
      <body style="margin: 0; padding: 24px; background: #ffffff">
        <div style={`max-width: 600px; ${text}`}>
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
        </div>
      </body>
    </html>
  )
}

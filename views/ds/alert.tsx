// A message about the page, and what to show where there is nothing yet.
import type { ComponentChildren, VNode } from 'preact'
import { Icon } from './icon.tsx'
import { Heading, Paragraph } from './text.tsx'

export type AlertType = 'info' | 'ok' | 'warning' | 'error'

const icons: Record<AlertType, string> = {
  info: 'info-circle',
  ok: 'circle-check',
  warning: 'alert-triangle',
  error: 'alert-circle',
}

export interface AlertProps {
  type: AlertType
  /** Read out at once by screen readers: `status` for what happened, `alert` for what went wrong. */
  role?: 'status' | 'alert' | undefined
  children: ComponentChildren
}

/** What went wrong has the focus when the page has loaded, as a list of faults has: nobody looks for it. */
const focused = { tabindex: -1, 'data-focus': true }

export function Alert({ type, role, children }: AlertProps): VNode {
  return (
    <div class={`utrecht-alert utrecht-alert--${type}`} role={role} {...(role === 'alert' ? focused : {})}>
      <div class="utrecht-alert__icon">
        <Icon name={icons[type]} />
      </div>
      <div class="utrecht-alert__content">
        <div class="utrecht-alert__message">{children}</div>
      </div>
    </div>
  )
}

export interface EmptyStateProps {
  title: string
  text: string
  /** A button or link to the first thing to do. */
  action?: ComponentChildren
  level?: 2 | 3
}

export function EmptyState({ title, text, action, level = 2 }: EmptyStateProps): VNode {
  return (
    <div class="dv-empty">
      <Heading level={level} look={3}>
        {title}
      </Heading>
      <Paragraph>{text}</Paragraph>
      {action}
    </div>
  )
}

// The bar of steps: what is done, where one is, what comes. On a narrow screen only the present step is in words.
import type { VNode } from 'preact'
import { Icon } from './icon.tsx'

export interface StepsProps {
  /** Name for screen readers. */
  label: string
  steps: readonly { readonly label: string; readonly href?: string | undefined }[]
  /** Place of the present step, from 0. Beyond the last: all is done. */
  current: number
  /** The usual way was left at the present step; `label` of that step says how. */
  stopped?: boolean | undefined
}

/** More than these need more room for all words. */
const MANY = 5

export function Steps({ label, steps, current, stopped }: StepsProps): VNode {
  return (
    <div class={`dv-steps-room${steps.length > MANY ? ' dv-steps-room--many' : ''}`}>
      <ol class={`dv-steps${stopped ? ' dv-steps--stopped' : ''}`} aria-label={label}>
        {steps.map((step, index) => (
          <li
            key={index}
            class={`dv-steps__step dv-steps__step--${index < current ? 'done' : index === current ? 'current' : 'ahead'}`}
            aria-current={index === current ? 'step' : undefined}
          >
            <span class="dv-steps__mark">
              {index < current ? (
                <Icon name="check" />
              ) : stopped && index === current ? (
                <Icon name="x" />
              ) : (
                <span aria-hidden="true">{index + 1}</span>
              )}
            </span>
            <span class="dv-steps__label">
              {step.href ? (
                <a class="nl-link" href={step.href}>
                  {step.label}
                </a>
              ) : (
                step.label
              )}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

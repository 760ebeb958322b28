// The form around fields, and the list of what is wrong at its top.
import type { ComponentChildren, VNode } from 'preact'
import { Heading } from './text.tsx'

export interface FormProps {
  /** Default: the page itself. */
  action?: string | undefined
  method?: 'post' | 'get'
  /** `multipart/form-data` when a file goes along. */
  enctype?: 'multipart/form-data' | undefined
  /** Name for screen readers, for forms without a heading of their own. */
  label?: string | undefined
  /** Id of the element that a script puts in place from the answer, instead of loading the page (buttons like nuttig). */
  replace?: string | undefined
  /** Key under which a script keeps what is typed until it is sent. */
  draft?: string | undefined
  /** On one line: a button, or a field with a button. */
  inline?: boolean | undefined
  role?: 'search' | undefined
  children: ComponentChildren
}

export function Form(props: FormProps): VNode {
  return (
    <form
      class={props.inline ? 'dv-form dv-form--inline' : 'dv-form'}
      action={props.action}
      method={props.method ?? 'post'}
      enctype={props.enctype}
      aria-label={props.inline ? undefined : props.label}
      role={props.role}
      accept-charset="utf-8"
      data-replace={props.replace}
      data-draft={props.draft}
      novalidate={!props.inline && props.method !== 'get'}
    >
      {props.children}
    </form>
  )
}

export interface ErrorSummaryProps {
  title: string
  faults: readonly { readonly field: string; readonly text: string }[]
  /** Field name → its label, so that one knows which field is meant; in the order of the form. */
  labels?: Readonly<Record<string, string>>
}

/** "Tekst: vul dit in."; after a question no second sign. */
function withLabel(label: string | undefined, text: string): string {
  if (!label) return text
  return /[?!.:]$/.test(label) ? `${label} ${text}` : `${label}: ${text}`
}

/** As one meets them in the form; what stands nowhere in it comes first, as it is about all of it. */
function inOrder<Fault extends { readonly field: string }>(
  faults: readonly Fault[],
  fields: readonly string[],
): readonly Fault[] {
  return faults.toSorted((a, b) => fields.indexOf(a.field) - fields.indexOf(b.field))
}

/** What is wrong, each a link to its field. Nothing when nothing is. Gets the focus when the page has loaded. */
export function ErrorSummary({ title, faults, labels = {} }: ErrorSummaryProps): VNode | null {
  if (faults.length === 0) return null
  return (
    <div class="utrecht-alert utrecht-alert--error dv-summary" role="alert" tabindex={-1} data-focus>
      <div class="utrecht-alert__content">
        <div class="utrecht-alert__message">
          <Heading level={2} look={4}>
            {title}
          </Heading>
          <ul class="utrecht-link-list utrecht-link-list--html-ul dv-summary__list">
            {inOrder(faults, Object.keys(labels)).map((fault) => (
              <li key={fault.field}>
                <a class="nl-link" href={`#field-${fault.field}`}>
                  {withLabel(labels[fault.field], fault.text)}
                </a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  )
}

// What every form field has: a label, help, and what is wrong with it.
import type { ComponentChildren, VNode } from 'preact'

/** The props that every field shares. */
export interface FieldProps {
  name: string
  label: string
  /** What to fill in, below the label. */
  help?: string | undefined
  /** What is wrong and what to do about it, in words. */
  fault?: string | undefined
  required?: boolean | undefined
  /** When one page has more than one field of this name. Default: `field-<name>`, where error summaries link to. */
  id?: string | undefined
}

/** Id of the control of a field. */
export function fieldId({ name, id }: { name: string; id?: string | undefined }): string {
  return id ?? `field-${name}`
}

/** aria attributes that tie help and fault to the control. */
export function ties(props: FieldProps): { 'aria-describedby'?: string; 'aria-invalid'?: 'true' } {
  const id = fieldId(props)
  const described = [props.help && `${id}-help`, props.fault && `${id}-fault`].filter(Boolean).join(' ')
  return {
    ...(described ? { 'aria-describedby': described } : {}),
    ...(props.fault ? { 'aria-invalid': 'true' as const } : {}),
  }
}

/** Label, help, fault and control, in the order of NL Design System. */
export function Field(props: FieldProps & { children: ComponentChildren; kind?: string }): VNode {
  const id = fieldId(props)
  const invalid = props.fault ? ' utrecht-form-field--invalid' : ''
  return (
    <div class={`utrecht-form-field utrecht-form-field--${props.kind ?? 'text'}${invalid}`}>
      <div class="utrecht-form-field__label">
        <label class="utrecht-form-label" for={id}>
          {props.label}
        </label>
      </div>
      <Remarks {...props} />
      <div class="utrecht-form-field__input">{props.children}</div>
    </div>
  )
}

/** Help and fault of a field. */
export function Remarks(props: FieldProps): VNode {
  const id = fieldId(props)
  return (
    <>
      {props.help && (
        <div class="utrecht-form-field-description utrecht-form-field__description" id={`${id}-help`}>
          {props.help}
        </div>
      )}
      {props.fault && (
        <div class="utrecht-form-field-error-message utrecht-form-field__error-message" id={`${id}-fault`}>
          {props.fault}
        </div>
      )}
    </>
  )
}

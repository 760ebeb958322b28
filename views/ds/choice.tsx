// Fields to choose with: a list, one box, one of several, a file.
import type { ComponentChildren, VNode } from 'preact'
import { Field, fieldId, Remarks, ties, type FieldProps } from './field.tsx'

export interface SelectProps extends FieldProps {
  value?: string | undefined
  options: readonly { readonly value: string; readonly label: string }[]
}

export function Select(props: SelectProps): VNode {
  return (
    <Field {...props}>
      <select
        class={`utrecht-select utrecht-select--html-select${props.fault ? ' utrecht-select--invalid' : ''}`}
        id={fieldId(props)}
        name={props.name}
        required={props.required}
        {...ties(props)}
      >
        {props.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === props.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

export interface CheckboxProps extends FieldProps {
  checked?: boolean | undefined
  /** Sent when it is on. Default `on`. */
  value?: string | undefined
}

export function Checkbox(props: CheckboxProps): VNode {
  const id = fieldId(props)
  return (
    <div class={`utrecht-form-field dv-check${props.fault ? ' utrecht-form-field--invalid' : ''}`}>
      <label class="utrecht-form-label utrecht-form-label--checkbox dv-check__label" for={id}>
        <input
          class="utrecht-checkbox utrecht-checkbox--html-input utrecht-checkbox--custom"
          id={id}
          type="checkbox"
          name={props.name}
          value={props.value ?? 'on'}
          checked={props.checked}
          required={props.required}
          {...ties(props)}
        />
        <span>{props.label}</span>
      </label>
      <Remarks {...props} />
    </div>
  )
}

export interface CheckboxGroupProps extends FieldProps {
  /** Those that are on. */
  values: readonly string[]
  options: readonly { readonly value: string; readonly label: string }[]
}

/** Several of a few, all visible; what is wrong is told about all of them. */
export function CheckboxGroup(props: CheckboxGroupProps): VNode {
  return (
    <Choices {...props}>
      {props.options.map(({ value, label }, index) => (
        <Checkbox
          key={value}
          name={props.name}
          id={choiceId(props, index)}
          label={label}
          value={value}
          checked={props.values.includes(value)}
        />
      ))}
    </Choices>
  )
}

export interface RadioGroupProps extends FieldProps {
  value?: string | undefined
  options: readonly { readonly value: string; readonly label: string; readonly help?: string | undefined }[]
}

/** One of several, all visible. Each option's own help is read with it. */
export function RadioGroup(props: RadioGroupProps): VNode {
  return (
    <Choices {...props}>
      {props.options.map((option, index) => (
        <Radio key={option.value} group={props} option={option} id={choiceId(props, index)} />
      ))}
    </Choices>
  )
}

/** What belongs together, with what is said of all of it. */
function Choices(props: FieldProps & { children: ComponentChildren }): VNode {
  const invalid = props.fault ? ' utrecht-form-fieldset--invalid' : ''
  return (
    <fieldset
      class={`utrecht-form-fieldset utrecht-form-fieldset--html-fieldset dv-choices${invalid}`}
      aria-describedby={ties(props)['aria-describedby']}
    >
      <legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">{props.label}</legend>
      <Remarks {...props} />
      {props.children}
    </fieldset>
  )
}

/** The first has the field's own id: the summary of mistakes leads there. */
function choiceId(props: FieldProps, index: number): string {
  const id = fieldId(props)
  return index === 0 ? id : `${id}-${index}`
}

function Radio(props: { group: RadioGroupProps; option: RadioGroupProps['options'][number]; id: string }): VNode {
  const { group, option, id } = props
  const help = option.help ? `${id}-option-help` : undefined
  return (
    <div class="dv-check">
      <label class="utrecht-form-label utrecht-form-label--radio dv-check__label" for={id}>
        <input
          class="utrecht-radio-button utrecht-radio-button--html-input"
          id={id}
          type="radio"
          name={group.name}
          value={option.value}
          checked={option.value === group.value}
          required={group.required}
          aria-describedby={help}
        />
        <span>{option.label}</span>
      </label>
      {help && (
        <div class="utrecht-form-field-description dv-check__help" id={help}>
          {option.help}
        </div>
      )}
    </div>
  )
}

export interface FileFieldProps extends FieldProps {
  /** As the HTML attribute: `image/png,image/jpeg`. */
  accept: string
  multiple?: boolean | undefined
}

export function FileField(props: FileFieldProps): VNode {
  return (
    <Field {...props}>
      <input
        class="dv-file"
        id={fieldId(props)}
        type="file"
        name={props.name}
        accept={props.accept}
        multiple={props.multiple}
        required={props.required}
        {...ties(props)}
      />
    </Field>
  )
}

// Fields to type in: one line, more lines, Markdown.
import type { VNode } from 'preact'
import { Field, fieldId, ties, type FieldProps } from './field.tsx'

export interface TextFieldProps extends FieldProps {
  value?: string | undefined
  type?: 'text' | 'email' | 'password' | 'search' | 'url' | 'tel' | 'date' | 'datetime-local' | 'number'
  /** Value of the HTML attribute (`email`, `new-password`, `one-time-code` …). */
  autocomplete?: string | undefined
  maxLength?: number | undefined
  min?: number | string | undefined
  max?: number | string | undefined
  inputMode?: 'text' | 'numeric' | 'decimal' | 'email' | 'url' | 'search' | undefined
  step?: number | 'any' | undefined
  /** Id of a `Suggestions` on the page. */
  list?: string | undefined
  /** Holds several words with commas between them: a script lets `list` propose each. */
  several?: boolean | undefined
}

export function TextField(props: TextFieldProps): VNode {
  return (
    <Field {...props}>
      <input
        class={`utrecht-textbox utrecht-textbox--html-input${props.fault ? ' utrecht-textbox--invalid' : ''}`}
        id={fieldId(props)}
        name={props.name}
        type={props.type ?? 'text'}
        value={props.value}
        required={props.required}
        autocomplete={props.autocomplete ?? 'off'}
        maxlength={props.maxLength}
        min={props.min}
        max={props.max}
        inputmode={props.inputMode}
        step={props.step}
        list={props.list}
        data-several={props.list && props.several ? '' : undefined}
        spellcheck={props.type === 'email' || props.type === 'url' ? false : undefined}
        {...ties(props)}
      />
    </Field>
  )
}

/**
 * Words that a field with this `list` proposes; one may still type anything.
 * @param after what stands in the field of several words already, so that without script it proposes one more
 */
export function Suggestions(props: { id: string; words: readonly string[]; after?: string | undefined }): VNode {
  const { id, words, after = '' } = props
  const before = after.split(',').flatMap((word) => word.trim() || [])
  const more = before.length === 0 ? [] : words.filter((word) => !before.includes(word))
  return (
    <datalist id={id}>
      {more.map((word) => (
        <option key={`+${word}`} value={[...before, word].join(', ')} />
      ))}
      {words.map((word) => (
        <option key={word} value={word} />
      ))}
    </datalist>
  )
}

export interface TextAreaProps extends FieldProps {
  value?: string | undefined
  rows?: number | undefined
  maxLength?: number | undefined
}

export function TextArea(props: TextAreaProps): VNode {
  return (
    <Field {...props}>
      <Area {...props} />
    </Field>
  )
}

export interface MarkdownFieldProps extends TextAreaProps {
  /** Heading above the live preview; without it there is none. */
  previewLabel?: string | undefined
}

/** Text with Markdown. With script, a preview below it follows what is typed. */
export function MarkdownField(props: MarkdownFieldProps): VNode {
  const preview = props.previewLabel ? `${fieldId(props)}-preview` : undefined
  return (
    <Field {...props}>
      <Area {...props} rows={props.rows ?? 12} preview={preview} />
      {preview && (
        <section class="dv-preview" id={preview} aria-label={props.previewLabel} hidden>
          <p class="dv-preview__label">{props.previewLabel}</p>
          <div class="dv-preview__text" />
        </section>
      )}
    </Field>
  )
}

function Area(props: TextAreaProps & { preview?: string | undefined }): VNode {
  return (
    <textarea
      class={`utrecht-textarea utrecht-textarea--html-textarea${props.fault ? ' utrecht-textarea--invalid' : ''}`}
      id={fieldId(props)}
      name={props.name}
      rows={props.rows ?? 5}
      required={props.required}
      maxlength={props.maxLength}
      data-preview={props.preview}
      {...ties(props)}
    >
      {props.value}
    </textarea>
  )
}

// What a form shows again after a mistake: the typed values and, in words, what is wrong at each field.
import type { FieldFaults } from '../../src/core/errors.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'

/** Typed values by field name, as they came in. */
export type FormValues = Readonly<Record<string, string | readonly string[] | undefined>>

export interface FormState {
  /** To spread over a field: `<TextField {...state.field('title')} label={…} />`. */
  field(name: string): { name: string; value: string; fault: string | undefined }
  /** To spread over a checkbox. */
  check(name: string): { name: string; checked: boolean; fault: string | undefined }
  value(name: string): string
  values(name: string): readonly string[]
  fault(name: string): string | undefined
  /** For `ErrorSummary`. */
  readonly faults: readonly { field: string; text: string }[]
}

/** Fault codes are text keys; one without a text is shown as the general `field.invalid`. */
export function formState(t: Translate, values: FormValues, faults: FieldFaults): FormState {
  function fault(name: string): string | undefined {
    const found = faults[name]
    return found && (t.find(found.code, found.params) ?? t('field.invalid'))
  }
  function all(name: string): readonly string[] {
    const found = values[name]
    return found === undefined ? [] : typeof found === 'string' ? [found] : found
  }
  const value = (name: string): string => all(name)[0] ?? ''
  return {
    field: (name) => ({ name, value: value(name), fault: fault(name) }),
    check: (name) => ({ name, checked: !['', 'false', '0'].includes(value(name)), fault: fault(name) }),
    value,
    values: all,
    fault,
    faults: Object.keys(faults).map((field) => ({ field, text: fault(field) ?? '' })),
  }
}

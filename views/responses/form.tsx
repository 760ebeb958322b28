// The page on which one makes a move: its form, what it means, and in words why it could not be made.
import type { VNode } from 'preact'
import type { FieldSpec } from '../../src/core/kind.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Alert,
  Button,
  ButtonLink,
  Byline,
  type BylineCard,
  Checkbox,
  Cluster,
  ErrorSummary,
  Form,
  type FormState,
  Heading,
  Link,
  Paragraph,
  RadioGroup,
  Select,
  Stack,
  Sure,
  TextArea,
  TextField,
} from '../ds/index.ts'
import { Hidden, type MoveProps } from './moves.tsx'

export interface MovePageProps {
  t: Translate
  flow: string
  /** What the move is called here. */
  title: string
  move: MoveProps
  item: { readonly title: string; readonly path: string }
  other: BylineCard | undefined
  hidden: Readonly<Record<string, string>>
  state: FormState
  refusal: string | undefined
  /** The move cannot be made, so there is nothing to fill in. */
  closed: boolean
  /** Something looks as if it must not stand there. */
  warned: boolean
}

/** From so many options on a list is shorter than buttons. */
const MAX_BUTTONS = 7
const LONG_TEXT = 300

export function MovePage(props: MovePageProps): VNode {
  const { t, flow, title, move, item, other, refusal } = props
  const help = t.find(`${flow}.move.${move.name}.help`)
  return (
    <Stack space="large">
      <Stack>
        <Heading level={1}>{title}</Heading>
        <Paragraph>
          {t('responses.form.about')} <Link href={item.path}>{item.title}</Link>
        </Paragraph>
        {other && <Byline card={other} t={t} size="small" />}
        {help && !props.closed && <Paragraph lead>{help}</Paragraph>}
      </Stack>
      {move.caution && (
        <Alert type="warning">
          <Paragraph>{t(move.caution, { name: other?.name ?? '' })}</Paragraph>
        </Alert>
      )}
      {refusal && (
        <Alert type="error" role="alert">
          {refusal}
        </Alert>
      )}
      {props.closed ? (
        <Cluster>
          <ButtonLink href={item.path} label={t('form.back')} />
        </Cluster>
      ) : (
        <MoveForm {...props} />
      )}
    </Stack>
  )
}

function MoveForm({ t, flow, title, move, item, hidden, state, warned }: MovePageProps): VNode {
  const labels = Object.fromEntries(move.fields.map(({ name }) => [name, t(`${flow}.${move.name}.${name}`)]))
  return (
    <>
      <ErrorSummary title={t('responses.form.faults')} faults={state.faults} labels={labels} />
      <Form>
        <Hidden values={hidden} />
        <Stack>
          {move.fields.map((field) => (
            <Field key={field.name} t={t} label={`${flow}.${move.name}.${field.name}`} field={field} state={state} />
          ))}
          <Sure warned={warned} label={t('sensitive.sure')} />
          <Cluster>
            <Button label={title} appearance={move.how === 'out' ? 'danger' : 'primary'} />
            <ButtonLink href={item.path} label={t('form.back')} appearance="subtle" />
          </Cluster>
        </Stack>
      </Form>
    </>
  )
}

export function Field(props: { t: Translate; label: string; field: FieldSpec; state: FormState }): VNode {
  const { t, field, state } = props
  const label = t(props.label)
  const help = t.find(`${props.label}.help`)
  const common = { label, help, required: field.required === true }
  switch (field.type) {
    case 'choice': {
      const options = (field.options ?? []).map((value) => ({ value, label: t(`${props.label}.${value}`) }))
      if (options.length < MAX_BUTTONS && field.required)
        return <RadioGroup {...state.field(field.name)} {...common} options={options} />
      const none = { value: '', label: t('responses.form.none') }
      return <Select {...state.field(field.name)} {...common} options={field.required ? options : [none, ...options]} />
    }
    case 'flag':
      return <Checkbox {...state.check(field.name)} label={label} help={help} />
    case 'date':
      return <TextField {...state.field(field.name)} {...common} type="date" />
    case 'number':
      return <TextField {...state.field(field.name)} {...common} inputMode="decimal" />
    case 'markdown':
      return <TextArea {...state.field(field.name)} {...common} maxLength={field.max} rows={6} />
    default:
      return (field.max ?? 0) > LONG_TEXT ? (
        <TextArea {...state.field(field.name)} {...common} maxLength={field.max} rows={5} />
      ) : (
        <TextField {...state.field(field.name)} {...common} maxLength={field.max} />
      )
  }
}

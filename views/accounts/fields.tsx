// Fields that forms for becoming and being somebody share.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { type FormState, Stack, TextField } from '../ds/index.ts'

export interface PersonFieldsProps {
  t: Translate
  state: FormState
  /** How handles end on this plein. */
  host: string
  /** Shown when one chooses it; absent when it is known (an invitation). */
  email?: boolean
}

/** Name, handle, e-mail address and a new password. */
export function PersonFields({ t, state, host, email = true }: PersonFieldsProps): VNode {
  return (
    <Stack>
      <TextField
        {...state.field('name')}
        label={t('account.field.name')}
        help={t('account.field.nameHelp')}
        required
        maxLength={100}
        autocomplete="name"
      />
      <TextField
        {...state.field('handle')}
        label={t('account.field.handle')}
        help={t('account.field.handleHelp', { host })}
        required
        maxLength={30}
        autocomplete="username"
      />
      {email && <EmailField t={t} state={state} />}
      <NewPasswordField t={t} state={state} />
    </Stack>
  )
}

export function EmailField({ t, state }: { t: Translate; state: FormState }): VNode {
  return (
    <TextField
      {...state.field('email')}
      label={t('account.field.email')}
      type="email"
      required
      maxLength={254}
      autocomplete="email"
    />
  )
}

/** The typed password never comes back in the page. */
export function NewPasswordField({ t, state }: { t: Translate; state: FormState }): VNode {
  return (
    <TextField
      name="password"
      fault={state.fault('password')}
      label={t('account.field.newPassword')}
      help={t('account.field.newPasswordHelp')}
      type="password"
      required
      autocomplete="new-password"
    />
  )
}

// Other pleinen for administrators: how far they are trusted, whether they answer, and what to do about them.
import type { ComponentChildren, VNode } from 'preact'
import type { Instant } from '../../src/lib/clock.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { FormPage } from '../layout/form-page.tsx'
import { AdminHeader } from '../accounts/administer.tsx'
import {
  Button, EmptyState, Form, type FormState, Heading, Moment, RadioGroup, Table, TextArea,
  TextField,
} from '../ds/index.ts' // prettier-ignore

export interface HostFace {
  readonly host: string
  /** Name of its organisation. */
  readonly name: string | undefined
  readonly software: string | null
  readonly version: string | null
  readonly trust: 'neutral' | 'allowed' | 'blocked'
  readonly reason: string | null
  readonly failures: number
  readonly heldUntil: Instant | null
  readonly lastSuccess: Instant | null
  readonly lastError: string | null
}

export interface NetworkProps {
  t: Translate
  now: Instant
  state: FormState
  hosts: readonly HostFace[]
}

export function Network({ t, now, state, hosts }: NetworkProps): VNode {
  const options = (['allowed', 'blocked', 'neutral'] as const).map((value) => ({
    value,
    label: t(`instance.choice.${value}`),
    help: t(`instance.help.${value}`),
  }))
  return (
    <FormPage
      t={t}
      state={state}
      top={<AdminHeader t={t} tab="network" />}
      lead={t('instance.network.lead')}
      labels={{
        host: t('instance.field.host'),
        trust: t('instance.field.trust'),
        reason: t('instance.field.reason'),
      }}
    >
      <Heading level={2}>{t('instance.network.change')}</Heading>
      <Form action="/admin/network">
        <TextField
          {...state.field('host')}
          label={t('instance.field.host')}
          help={t('instance.field.hostHelp')}
          required
          maxLength={300}
        />
        <RadioGroup {...state.field('trust')} label={t('instance.field.trust')} options={options} />
        <TextArea
          {...state.field('reason')}
          label={t('instance.field.reason')}
          help={t('instance.field.reasonHelp')}
          rows={2}
          maxLength={500}
        />
        <Button label={t('form.save')} appearance="primary" />
      </Form>
      <Heading level={2}>{t('instance.network.list')}</Heading>
      {hosts.length === 0 ? (
        <EmptyState title={t('instance.network.none')} text={t('instance.network.noneText')} level={3} />
      ) : (
        <Table
          caption={t('instance.network.list')}
          quiet
          head={['host', 'trust', 'reason', 'software', 'state', 'lastSuccess', 'lastError'].map((name) =>
            t(`instance.column.${name}`),
          )}
          rows={hosts.map((host) => rowOf(t, now, host))}
        />
      )}
    </FormPage>
  )
}

function rowOf(t: Translate, now: Instant, host: HostFace): ComponentChildren[] {
  const software = [host.software, host.version].filter(Boolean).join(' ')
  return [
    host.name ? `${host.name} (${host.host})` : host.host,
    t(`instance.trust.${host.trust}`),
    host.reason || '–',
    software || t('instance.unknown'),
    stateOf(t, now, host),
    host.lastSuccess ? <Moment instant={host.lastSuccess} now={now} t={t} /> : '–',
    host.lastError?.slice(0, 200) ?? '–',
  ]
}

function stateOf(t: Translate, now: Instant, host: HostFace): ComponentChildren {
  if (host.heldUntil && host.heldUntil > now) {
    return t('instance.state.held', { moment: host.heldUntil.slice(0, 16).replace('T', ' ') })
  }
  if (host.failures > 0) return t('instance.state.failing', { count: host.failures })
  return host.lastSuccess ? t('instance.state.good') : t('instance.unknown')
}

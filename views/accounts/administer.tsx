// For administrators: the overview, and the people with their invitations.
import type { VNode } from 'preact'
import type { Instant } from '../../src/lib/clock.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Alert, Badge, Button, Byline, type BylineCard, Card, Checkbox, Cluster, DefinitionList, EmptyState, ErrorSummary, Form,
  type FormState, Heading, Moment, More, Paragraph, Rows, Stack, Tabs, TextField,
} from '../ds/index.ts' // prettier-ignore
import { EmailField } from './fields.tsx'

export type AdminTab = 'overview' | 'organisation' | 'people' | 'network' | 'klussen' | 'deliveries' | 'jobs'

/** Heading and tabs above the pages of administrators. */
export function AdminHeader({ t, tab }: { t: Translate; tab: AdminTab }): VNode {
  const tabs = ['overview', 'organisation', 'people', 'network', 'klussen', 'deliveries', 'jobs'] as const
  const items = tabs.map((name) => ({
    href: name === 'overview' ? '/admin' : `/admin/${name}`,
    label: t(`account.admin.${name}`),
    current: name === tab,
  }))
  return (
    <Stack>
      <Heading level={1}>{t('account.admin.title')}</Heading>
      <Tabs items={items} label={t('account.admin.title')} />
    </Stack>
  )
}

export interface AdminOverviewProps {
  t: Translate
  facts: readonly { term: string; value: string | number }[]
}

export function AdminOverview({ t, facts }: AdminOverviewProps): VNode {
  return (
    <Stack space="large">
      <AdminHeader t={t} tab="overview" />
      <DefinitionList items={facts} />
    </Stack>
  )
}

export interface AccountFace {
  readonly id: string
  readonly card: BylineCard
  readonly email: string
  readonly admin: boolean
  readonly disabled: Instant | null
  readonly lastSeen: Instant | null
  readonly self: boolean
}

export interface InvitationFace {
  readonly id: string
  readonly email: string
  readonly expires: Instant
  /** The whole address, to hand over in another way. */
  readonly link: string
}

export interface AdminPeopleProps {
  t: Translate
  now: Instant
  state: FormState
  accounts: readonly AccountFace[]
  invitations: readonly InvitationFace[]
  search: string
  next: string | undefined
  /** The link of the invitation that was just made. */
  fresh: string | undefined
}

export function AdminPeople(props: AdminPeopleProps): VNode {
  const { t, now, state, accounts, search, next } = props
  return (
    <Stack space="large">
      <AdminHeader t={t} tab="people" />
      <ErrorSummary title={t('form.faults')} faults={state.faults} labels={{ email: t('account.field.email') }} />
      <Invite {...props} />
      <Heading level={2}>{t('account.admin.accounts')}</Heading>
      <Form action="/admin/people" method="get" role="search" label={t('account.admin.search')}>
        <Cluster>
          <TextField name="q" type="search" label={t('account.admin.search')} value={search} />
          <Button label={t('person.search.button')} icon="search" />
        </Cluster>
      </Form>
      {accounts.length === 0 && (
        <EmptyState title={t('account.admin.noneFound')} text={t('account.admin.noneFoundText')} level={3} />
      )}
      <Rows id="accounts">
        {accounts.map((account) => (
          <AccountRow key={account.id} t={t} now={now} account={account} />
        ))}
      </Rows>
      {next && <More href={next} label={t('person.more')} into="accounts" />}
    </Stack>
  )
}

function Invite({ t, now, state, invitations, fresh }: AdminPeopleProps): VNode {
  return (
    <Stack>
      <Heading level={2}>{t('account.invite.title')}</Heading>
      {fresh && (
        <Alert type="ok" role="status">
          <Paragraph>{t('account.invite.made')}</Paragraph>
          <Paragraph>
            <code class="dv-code">{fresh}</code>
          </Paragraph>
        </Alert>
      )}
      <Form action="/admin/people/invite">
        <EmailField t={t} state={state} />
        <Checkbox {...state.check('admin')} label={t('account.invite.admin')} />
        <Button label={t('account.invite.button')} appearance="primary" icon="user-plus" />
      </Form>
      {invitations.map((invitation) => (
        <Card key={invitation.id}>
          <Heading level={3} look={4}>
            {invitation.email}
          </Heading>
          <Paragraph small>
            {t('account.invite.until')} <Moment instant={invitation.expires} now={now} t={t} />
          </Paragraph>
          <Paragraph small>
            <code class="dv-code">{invitation.link}</code>
          </Paragraph>
          <Form action="/admin/people/withdraw" inline label={invitation.email}>
            <input type="hidden" name="invitation" value={invitation.id} />
            <Button
              label={t('account.invite.withdraw')}
              fullLabel={`${t('account.invite.withdraw')}: ${invitation.email}`}
              small
            />
          </Form>
        </Card>
      ))}
    </Stack>
  )
}

function AccountRow({ t, now, account }: { t: Translate; now: Instant; account: AccountFace }): VNode {
  const { name } = account.card
  return (
    <Cluster spread>
      <div>
        <Byline card={account.card} t={t} />
        <div class="dv-small dv-rows__more">
          {account.email} ·{' '}
          {account.lastSeen ? (
            <>
              {t('account.admin.lastSeen')} <Moment instant={account.lastSeen} now={now} t={t} />
            </>
          ) : (
            t('account.admin.neverSeen')
          )}
        </div>
      </div>
      <Cluster>
        {account.admin && <Badge label={t('account.admin.isAdmin')} />}
        {account.disabled && <Badge label={t('account.admin.isDisabled')} />}
        {!account.self && (
          <Form action="/admin/people/change" inline label={name}>
            <input type="hidden" name="account" value={account.id} />
            <Change t={t} name={name} change={account.admin ? 'removeAdmin' : 'makeAdmin'} />
            <Change t={t} name={name} change={account.disabled ? 'enable' : 'disable'} />
          </Form>
        )}
      </Cluster>
    </Cluster>
  )
}

function Change({ t, name, change }: { t: Translate; name: string; change: string }): VNode {
  const label = t(`account.admin.${change}`)
  return <Button name="do" value={change} label={label} fullLabel={`${label}: ${name}`} appearance="subtle" small />
}

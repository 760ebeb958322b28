// One's own responses, and those on one's own items.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Avatar,
  Badge,
  Beside,
  ButtonLink,
  Card,
  CardLink,
  Cluster,
  EmptyState,
  Heading,
  Moment,
  More,
  Paragraph,
  Stack,
  Tabs,
} from '../ds/index.ts'
import { stateWords } from './state-bar.tsx'

export interface ResponseLineProps {
  readonly id: string
  readonly title: string
  readonly flow: string
  readonly other:
    { readonly name: string; readonly picture: string | undefined; readonly organisation: string } | undefined
  readonly state: string
  readonly ended: boolean
  readonly moved: string
  readonly waits: boolean
}

export interface ResponseListProps {
  t: Translate
  now: string
  onItems: boolean
  lines: readonly ResponseLineProps[]
  next: string | undefined
}

export function ResponseList({ t, now, onItems, lines, next }: ResponseListProps): VNode {
  const empty = onItems ? 'items' : 'mine'
  return (
    <Stack space="large">
      <Heading level={1}>{t('responses.list.title')}</Heading>
      <Tabs
        label={t('responses.list.title')}
        items={[
          { href: '/responses', label: t('responses.list.mine'), current: !onItems },
          { href: '/responses?on=items', label: t('responses.list.items'), current: onItems },
        ]}
      />
      {lines.length === 0 ? (
        <EmptyState
          title={t(`responses.empty.${empty}.title`)}
          text={t(`responses.empty.${empty}.text`)}
          action={
            <ButtonLink
              href={onItems ? '/klussen/new' : '/klussen'}
              label={t(`responses.empty.${empty}.begin`)}
              appearance="primary"
            />
          }
        />
      ) : (
        <Stack id="responses">
          {lines.map((line) => (
            <Line key={line.id} t={t} now={now} line={line} of={onItems ? 'others' : 'mine'} />
          ))}
        </Stack>
      )}
      {next && <More href={next} label={t('responses.list.more')} into="responses" />}
    </Stack>
  )
}

export interface LineProps {
  t: Translate
  now: string
  line: ResponseLineProps
  /** In which list: one's own, by the item; those of others, by the person; on the page of one item, without it. */
  of: 'mine' | 'others' | 'item'
}

export function Line({ t, now, line, of }: LineProps): VNode {
  const { other, title } = line
  const name = other?.name ?? ''
  return (
    <Card href={`/responses/${line.id}`}>
      <Beside front={<Avatar name={name || '?'} picture={other?.picture} />}>
        <Stack space="small">
          <Cluster spread>
            <strong>
              <CardLink>{of === 'mine' ? title : name}</CardLink>
            </strong>
            <Badge label={stateWords(t, line.flow, line.state)} />
          </Cluster>
          {of === 'others' && <Paragraph>{title}</Paragraph>}
          <Paragraph small>
            {of === 'mine' && name ? `${name} · ` : ''}
            {other?.organisation} · <Moment instant={line.moved} now={now} t={t} />
          </Paragraph>
          {line.waits && <Paragraph small>{t('responses.waits')}</Paragraph>}
        </Stack>
      </Beside>
    </Card>
  )
}

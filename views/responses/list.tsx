// One's own responses, and those on one's own items.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Avatar,
  Badge,
  Beside,
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
        <EmptyState title={t(`responses.empty.${empty}.title`)} text={t(`responses.empty.${empty}.text`)} />
      ) : (
        <Stack id="responses">
          {lines.map((line) => (
            <Line key={line.id} t={t} now={now} line={line} byTitle />
          ))}
        </Stack>
      )}
      {next && <More href={next} label={t('responses.list.more')} into="responses" />}
    </Stack>
  )
}

/** @param props.byTitle the item's title leads; else the person does (on the item's own page) */
export function Line(props: { t: Translate; now: string; line: ResponseLineProps; byTitle?: boolean }): VNode {
  const { t, now, line, byTitle } = props
  const { other } = line
  return (
    <Card href={`/responses/${line.id}`}>
      <Beside front={<Avatar name={other?.name ?? '?'} picture={other?.picture} />}>
        <Stack space="small">
          <Cluster spread>
            <strong>
              <CardLink>{byTitle ? line.title : (other?.name ?? '')}</CardLink>
            </strong>
            <Badge label={stateWords(t, line.flow, line.state)} />
          </Cluster>
          <Paragraph small>
            {byTitle && other ? `${other.name} · ` : ''}
            {other?.organisation} · <Moment instant={line.moved} now={now} t={t} />
          </Paragraph>
          {line.waits && <Paragraph small>{t('responses.waits')}</Paragraph>}
        </Stack>
      </Beside>
    </Card>
  )
}

// On the page of an item: how far my response is and what I can do now; for its author who responded.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Alert, ButtonLink, Cluster, Heading, Paragraph, Stack } from '../ds/index.ts'
import { Line, type ResponseLineProps } from './list.tsx'
import { MoveButton, type MoveProps } from './moves.tsx'
import { StateBar } from './state-bar.tsx'

export interface PanelProps {
  t: Translate
  now: string
  itemPath: string
  panel: {
    readonly flow: string
    readonly path: readonly string[]
    readonly ended: readonly string[]
    readonly mine:
      | { readonly id: string; readonly state: string; readonly moves: readonly MoveProps[]; readonly waits: boolean }
      | undefined
    readonly begin: readonly MoveProps[]
    readonly closed: { readonly code: string; readonly params: Readonly<Record<string, string | number>> } | undefined
    readonly guest: boolean
    readonly responses: readonly ResponseLineProps[] | undefined
    readonly refusable: { readonly count: number; readonly full: boolean } | undefined
  }
  /** Where the viewer asks his manager, when that is the one thing left to do. */
  askManager: string | undefined
}

export function Panel(props: PanelProps): VNode {
  return (
    <section class="dv-panel" aria-label={props.t('responses.panel.label')}>
      <Stack>
        <Inside {...props} />
      </Stack>
    </section>
  )
}

function Inside(props: PanelProps): VNode {
  const { t, now, itemPath, panel } = props
  const { path, responses, refusable } = panel
  if (responses) return <ForAuthor {...{ t, now, path, responses, refusable, itemPath }} />
  if (panel.mine) return <Mine t={t} panel={panel} mine={panel.mine} askManager={props.askManager} />
  const closed = panel.closed && (t.find(panel.closed.code, panel.closed.params) ?? t('response.notNow'))
  if (panel.guest) {
    const back = encodeURIComponent(itemPath)
    if (closed) return <Paragraph>{closed}</Paragraph>
    return (
      <>
        <Paragraph>{t('responses.panel.guest')}</Paragraph>
        <ButtonLink href={`/sign-in?return=${back}`} label={t('responses.panel.signIn')} appearance="primary" />
      </>
    )
  }
  if (panel.begin.length === 0) return <Paragraph>{closed ?? t('response.notNow')}</Paragraph>
  return (
    <>
      {panel.begin.map((move) => {
        const help = t.find(`${panel.flow}.move.${move.name}.help`)
        return (
          <Stack key={move.name} space="small">
            <MoveButton t={t} flow={panel.flow} base={`${itemPath}/respond`} move={move} />
            {help && <Paragraph small>{help}</Paragraph>}
          </Stack>
        )
      })}
    </>
  )
}

function Mine({
  t,
  panel,
  mine,
  askManager,
}: Pick<PanelProps, 't' | 'panel' | 'askManager'> & { mine: NonNullable<PanelProps['panel']['mine']> }) {
  const flow = { name: panel.flow, path: panel.path, ended: panel.ended }
  const path = `/responses/${mine.id}`
  const first = mine.moves.find((move) => move.how === 'first')
  return (
    <>
      <Heading level={2} look={3}>
        {t('responses.panel.mine')}
      </Heading>
      <StateBar t={t} flow={flow} state={mine.state} />
      {mine.waits && <Alert type="info">{t('responses.waits')}</Alert>}
      <Cluster>
        {first && <MoveButton t={t} flow={panel.flow} base={path} move={first} state={mine.state} />}
        {askManager && (
          <ButtonLink href={askManager} label={t(`${panel.flow}.response.askManager`)} appearance="primary" />
        )}
        <ButtonLink
          href={path}
          label={t('responses.panel.open')}
          appearance={first || askManager ? 'secondary' : 'primary'}
        />
      </Cluster>
    </>
  )
}

function ForAuthor({
  t,
  now,
  path,
  responses,
  refusable,
  itemPath,
}: Pick<PanelProps, 't' | 'now' | 'itemPath'> &
  Pick<PanelProps['panel'], 'path' | 'refusable'> & { responses: readonly ResponseLineProps[] }) {
  // Who is only invited, or whose way ended, stands in the list and does not count.
  const count = responses.filter(({ state }) => path.includes(state)).length
  return (
    <>
      <Heading level={2} look={3}>
        {count > 0
          ? t('responses.panel.count', { count })
          : t(`responses.panel.${responses.length === 0 ? 'nobody' : 'noneLeft'}`)}
      </Heading>
      {responses.length === 0 && <Paragraph>{t('responses.panel.none')}</Paragraph>}
      {responses.map((line) => (
        <Line key={line.id} t={t} now={now} line={line} of="item" />
      ))}
      {refusable?.full && (
        <Stack space="small">
          <Paragraph>{t('responses.panel.waiting', { count: refusable.count })}</Paragraph>
          <ButtonLink href={`${itemPath}/refuse?all=1`} label={t('responses.refuse.title')} appearance="primary" />
        </Stack>
      )}
      {refusable && !refusable.full && refusable.count > 1 && (
        <ButtonLink href={`${itemPath}/refuse`} label={t('responses.refuse.some')} appearance="subtle" />
      )}
    </>
  )
}

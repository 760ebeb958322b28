// Earlier versions of an item, each with what changed since the one before it.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Heading, Link, Moment, More, Paragraph, Stack } from '../ds/index.ts'

export interface HistoryProps {
  t: Translate
  now: string
  title: string
  path: string
  versions: readonly {
    readonly created: string
    readonly lines: readonly HistoryLine[]
    /** Nothing came before it. */
    readonly first: boolean
  }[]
  /** Address of the older ones. */
  next?: string | undefined
}

export type HistoryLine =
  | { readonly change: 'same' | 'added' | 'removed'; readonly text: string }
  | { readonly change: 'skipped'; readonly count: number }

export function History({ t, now, title, path, versions, next }: HistoryProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('content.history.title', { title })}</Heading>
      <Paragraph>
        <Link href={path}>{t('content.history.back')}</Link>
      </Paragraph>
      <Stack space="large" id="versions">
        {versions.map((version, index) => (
          <section key={index}>
            <Stack space="small">
              <Heading level={2} look={4}>
                <Moment instant={version.created} now={now} t={t} />
                {version.first && ` · ${t('content.history.first')}`}
              </Heading>
              <div class="dv-text dv-changes">
                {version.lines.map((line, index) => (
                  <Line key={index} t={t} line={line} />
                ))}
              </div>
            </Stack>
          </section>
        ))}
      </Stack>
      {next && <More href={next} label={t('content.history.older')} into="versions" />}
    </Stack>
  )
}

function Line({ t, line }: { t: Translate; line: HistoryLine }): VNode {
  if (line.change === 'skipped') return <p class="dv-small">{t('content.history.skipped', { count: line.count })}</p>
  if (line.change === 'added') {
    return (
      <p>
        <span class="dv-small">{t('content.history.added')} </span>
        <ins>{line.text}</ins>
      </p>
    )
  }
  if (line.change === 'removed') {
    return (
      <p>
        <span class="dv-small">{t('content.history.removed')} </span>
        <del>{line.text}</del>
      </p>
    )
  }
  return <p>{line.text}</p>
}

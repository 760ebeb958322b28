// Earlier versions of an item, each with what changed since the one before it.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Heading, Link, Moment, Paragraph, Stack } from '../ds/index.ts'

export interface HistoryProps {
  t: Translate
  now: string
  title: string
  path: string
  versions: readonly {
    readonly created: string
    readonly lines: readonly { readonly change: 'same' | 'added' | 'removed'; readonly text: string }[]
  }[]
}

export function History({ t, now, title, path, versions }: HistoryProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('content.history.title', { title })}</Heading>
      <Paragraph>
        <Link href={path}>{t('content.history.back')}</Link>
      </Paragraph>
      {versions.map((version) => (
        <section key={version.created}>
          <Stack space="small">
            <Heading level={2} look={4}>
              <Moment instant={version.created} now={now} t={t} />
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
  )
}

function Line({ t, line }: { t: Translate; line: HistoryProps['versions'][number]['lines'][number] }): VNode {
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

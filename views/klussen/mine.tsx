// One's own klussen, and their days in one's own calendar.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  Cluster,
  EmptyState,
  Form,
  Heading,
  Link,
  Moment,
  Paragraph,
  Stack,
  WithSide,
} from '../ds/index.ts'
import { KlusFacts } from './card.tsx'
import type { KlusFactsShown } from './words.ts'

export interface OwnKlus {
  readonly id: string
  readonly path: string
  readonly title: string
  readonly status: string
  /** Written by oneself; otherwise one works on it. */
  readonly mine: boolean
  readonly facts: KlusFactsShown
  /** Page with who fits it, when that can be looked for. */
  readonly candidates: string | undefined
}

/** Begun, and not yet to be seen by others. */
export interface KlusDraft {
  readonly id: string
  /** Where one goes on with it. */
  readonly path: string
  readonly title: string
  readonly status: string
  readonly begun: string
}

export interface MyKlussenProps {
  t: Translate
  now: string
  klussen: readonly OwnKlus[]
  drafts: readonly KlusDraft[]
  /** The private address, when there is one. */
  calendar: string | undefined
}

export function MyKlussen(props: MyKlussenProps): VNode {
  const { t, klussen, drafts } = props
  return (
    <Stack space="large">
      <Stack space="small">
        <Heading level={1}>{t('klussen.mine.title')}</Heading>
        <Paragraph>
          <Link href="/responses">{t('responses.list.title')}</Link>
        </Paragraph>
      </Stack>
      <WithSide side={<Calendar {...props} />} sideLabel={t('klussen.calendar.title')}>
        {klussen.length + drafts.length === 0 ? (
          <EmptyState
            title={t('klussen.mine.none.title')}
            text={t('klussen.mine.none.text')}
            action={
              <Cluster>
                <ButtonLink href="/klussen" label={t('klussen.mine.none.find')} appearance="primary" />
                <ButtonLink href="/klussen/new" label={t('klussen.new')} />
              </Cluster>
            }
          />
        ) : (
          <Stack>
            {drafts.map((draft) => (
              <Draft key={draft.id} {...props} draft={draft} />
            ))}
            {klussen.map((klus) => (
              <Own key={klus.id} {...props} klus={klus} />
            ))}
          </Stack>
        )}
      </WithSide>
    </Stack>
  )
}

function Draft({ t, now, draft }: MyKlussenProps & { draft: KlusDraft }): VNode {
  return (
    <Card href={draft.path}>
      <Stack space="small">
        <Cluster>
          <span class="dv-kind">{t('klussen.mine.draft')}</span>
          <Badge label={t(`klussen.status.${draft.status}`)} />
        </Cluster>
        <Heading level={2} look={3}>
          {draft.title}
        </Heading>
        <Paragraph small>
          {t('klussen.mine.begun')} <Moment instant={draft.begun} now={now} t={t} />
        </Paragraph>
      </Stack>
    </Card>
  )
}

function Own({ t, now, klus }: MyKlussenProps & { klus: OwnKlus }): VNode {
  return (
    <Card href={klus.path}>
      <Stack space="small">
        <Cluster>
          <span class="dv-kind">{t(klus.mine ? 'klussen.mine.wrote' : 'klussen.mine.works')}</span>
          <Badge label={t(`klussen.status.${klus.status}`)} />
        </Cluster>
        <Heading level={2} look={3}>
          {klus.title}
        </Heading>
        <KlusFacts t={t} now={now} facts={klus.facts} />
        {klus.candidates && (
          <Paragraph>
            <Link href={klus.candidates}>{t('klussen.candidates.title')}</Link>
          </Paragraph>
        )}
      </Stack>
    </Card>
  )
}

function Calendar({ t, calendar }: MyKlussenProps): VNode {
  return (
    <Stack>
      <Heading level={2} look={4} id="agenda">
        {t('klussen.calendar.title')}
      </Heading>
      <Paragraph>{t('klussen.calendar.text')}</Paragraph>
      <Paragraph>
        <Link href="/klussen/agenda.ics">{t('klussen.calendar.download')}</Link>
      </Paragraph>
      {calendar && (
        <>
          <Paragraph>{t('klussen.calendar.address')}</Paragraph>
          <code class="dv-code">{calendar}</code>
        </>
      )}
      <Form action="/klussen/agenda" inline label={t('klussen.calendar.title')}>
        <Button label={t(calendar ? 'klussen.calendar.renew' : 'klussen.calendar.make')} icon="calendar-share" />
      </Form>
    </Stack>
  )
}

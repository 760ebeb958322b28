// Beside the list of klussen: am I available, what do I look for, and my own.
import type { VNode } from 'preact'
import { formatNumber } from '../../src/lib/format.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Button, ButtonLink, Cluster, ErrorSummary, Form, type FormState, Heading, Link, Paragraph, Stack, TextField,
} from '../ds/index.ts' // prettier-ignore

export interface KlusSideProps {
  t: Translate
  signedIn: boolean
  available: { readonly hoursPerWeek: number; readonly audience: string } | undefined
  searches: readonly { readonly id: string; readonly name: string; readonly path: string; readonly current: boolean }[]
  /** What can be saved now, with the name that it would get, and what is wrong with that. */
  save: { readonly query: string; readonly state: FormState } | undefined
  atom: string
  /** Coordinators and administrators have an overview. */
  overview?: boolean | undefined
  /** Coordinators: how many klussen wait for them. */
  waiting?: number | undefined
}

export function KlusSide(props: KlusSideProps): VNode {
  const { t, signedIn, atom, overview, waiting } = props
  return (
    <Stack>
      {signedIn ? (
        <>
          <Available {...props} />
          <Searches {...props} />
          <Heading level={2} look={4}>
            {t('klussen.mine.title')}
          </Heading>
          <Paragraph>
            <Link href="/klussen/mine">{t('klussen.mine.link')}</Link>
          </Paragraph>
          <Paragraph>
            <Link href="/responses">{t('responses.list.title')}</Link>
          </Paragraph>
          {overview && (
            <Paragraph>
              <Link href="/klussen/overview">{t('klussen.overview.link')}</Link>
            </Paragraph>
          )}
          <ReviewLink t={t} waiting={waiting} />
        </>
      ) : (
        <>
          <Heading level={2} look={4}>
            {t('klussen.guest.title')}
          </Heading>
          <Paragraph>{t('klussen.guest.text')}</Paragraph>
          <div>
            <ButtonLink href="/sign-in?return=%2Fklussen" label={t('klussen.none.signIn')} />
          </div>
        </>
      )}
      <Paragraph small>
        <Link href={atom}>{t('klussen.atomLink')}</Link>
      </Paragraph>
    </Stack>
  )
}

/** For coordinators: to what waits for them. Nothing for others. */
export function ReviewLink({ t, waiting }: { t: Translate; waiting: number | undefined }): VNode | null {
  if (waiting === undefined) return null
  return (
    <Paragraph>
      <Link href="/klussen/review">{t('klussen.review.link', { count: waiting })}</Link>
    </Paragraph>
  )
}

function Available({ t, available }: KlusSideProps): VNode {
  const words = available
    ? t(`klussen.available.now.${available.audience}`, { hours: formatNumber(available.hoursPerWeek, t.locale) })
    : t('klussen.available.not')
  return (
    <>
      <Heading level={2} look={4}>
        {t('klussen.available.title')}
      </Heading>
      <Paragraph>{words}</Paragraph>
      <Paragraph>
        <Link href="/settings/availability">
          {t(available ? 'klussen.available.change' : 'klussen.available.start')}
        </Link>
      </Paragraph>
    </>
  )
}

function Searches({ t, searches, save }: KlusSideProps): VNode {
  return (
    <>
      <Heading level={2} look={4}>
        {t('klussen.searches.title')}
      </Heading>
      {searches.length === 0 && !save && <Paragraph>{t('klussen.searches.none')}</Paragraph>}
      {searches.length > 0 && (
        <ul class="dv-searches">
          {searches.map(({ id, name, path, current }) => (
            <li key={id}>
              <Link href={path} current={current ? 'true' : undefined}>
                {name}
              </Link>
              <Form action={`/klussen/searches/${id}/forget`} inline label={t('klussen.searches.forget', { name })}>
                <Button
                  label={t('klussen.searches.forgetShort')}
                  fullLabel={t('klussen.searches.forget', { name })}
                  appearance="subtle"
                  small
                />
              </Form>
            </li>
          ))}
        </ul>
      )}
      {save && (
        <Form action="/klussen/searches" label={t('klussen.searches.save')}>
          <input type="hidden" name="query" value={save.query} />
          <Stack space="small">
            <ErrorSummary
              title={t('form.faults')}
              faults={save.state.faults}
              labels={{ name: t('klussen.searches.name') }}
            />
            <TextField
              {...save.state.field('name')}
              label={t('klussen.searches.name')}
              help={t('klussen.searches.nameHelp')}
              maxLength={80}
              required
            />
            <Cluster>
              <Button label={t('klussen.searches.save')} icon="bell-plus" />
            </Cluster>
          </Stack>
        </Form>
      )}
    </>
  )
}

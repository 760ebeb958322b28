// What a klus draws of a response itself: why, terms and signatures, hours, looking back, how it ended.
import type { VNode } from 'preact'
import type { ResponseViewProps } from '../../../src/core/response-view.ts'
import { formatNumber } from '../../../src/lib/format.ts'
import { Alert, ButtonLink, Cluster, Heading, Link, Paragraph, Stack } from '../../ds/index.ts'
import { Hours, type HoursView } from './hours.tsx'
import { Quote, Reviews, type ReviewView } from './reviews.tsx'
import { KlusTerms, Signatures, type SignatureView, type TermsView } from './terms.tsx'

export interface KlusPicture {
  readonly invitation: string
  readonly motivation: string
  readonly hoursOffered: number | undefined
  readonly worker: 'author' | 'respondent'
  /** The viewer is who works. */
  readonly works: boolean
  readonly pending: { readonly terms: TermsView; readonly signatures: readonly SignatureView[] } | undefined
  readonly counting: { readonly terms: TermsView; readonly signatures: readonly SignatureView[] } | undefined
  readonly asksManager: boolean
  readonly hours: HoursView
  readonly learned: { readonly worker?: string | undefined; readonly client?: string | undefined }
  /** The worker never confirmed that it is done. */
  readonly completedByTime: boolean
  readonly reopened: string | undefined
  readonly reviews: { readonly own: ReviewView | undefined; readonly other: ReviewView | undefined }
  readonly ending:
    { readonly move: string; readonly by: string; readonly reason: string; readonly words: string } | undefined
  readonly outside: boolean
}

type Props = ResponseViewProps & { readonly picture: KlusPicture }

export function KlusResponseView(props: Props): VNode {
  const { picture, state } = props
  const { t, author, respondent, side } = props
  const names = {
    worker: picture.worker === 'author' ? author.name : respondent.name,
    client: picture.worker === 'author' ? respondent.name : author.name,
    other: side === 'author' ? respondent.name : author.name,
  }
  const choice = props.move('showReview')
  return (
    <Stack space="large">
      <Ending {...props} />
      <Pending {...props} />
      <WorkedHours {...props} />
      <Reviews
        t={t}
        learned={picture.learned}
        names={names}
        reviews={picture.reviews}
        state={state}
        byTime={picture.completedByTime}
        choice={choice}
      />
      <Agreed {...props} />
      <Beginning {...props} />
    </Stack>
  )
}

function Ending({ t, picture }: Props): VNode | null {
  const { ending, outside, reopened } = picture
  if (reopened && !ending) return <Quote who={t('klus.response.reopened')} text={reopened} />
  if (outside && !ending) return <Alert type="info">{t('klus.response.outside')}</Alert>
  if (!ending) return null
  const reason = ending.reason
    ? (t.find(`klus.${ending.move}.reason.${ending.reason}`) ?? t.find(`klus.ending.${ending.reason}`))
    : undefined
  if (!reason && !ending.words && !picture.works) return null
  return (
    <Stack space="small">
      {reason && <Paragraph>{t('klus.response.reason', { reason })}</Paragraph>}
      {ending.words && <Quote who={t('klus.response.words')} text={ending.words} />}
      {picture.works && (
        <Paragraph>
          <Link href="/klussen">{t('klus.response.findOther')}</Link>
        </Paragraph>
      )}
    </Stack>
  )
}

/** Terms that wait: what to read, who still has to sign, and the way to one's manager. */
function Pending({ t, now, links, side, picture, managerAsked }: Props): VNode | null {
  const { pending, asksManager, counting } = picture
  if (!pending || picture.ending) return null
  const { terms, signatures } = pending
  // Who signed has only this left to do, unless he asked; before that, signing stands at the top of the page.
  const signed = signatures.some(({ who, at }) => who === side && at !== undefined)
  const first = signed && managerAsked === undefined
  return (
    <Stack>
      <Heading level={2}>{t(counting ? 'klus.response.newTerms' : 'klus.response.terms')}</Heading>
      {counting && <Paragraph>{t('klus.response.newTermsHelp')}</Paragraph>}
      <Signatures t={t} now={now} signatures={signatures} facts={terms.facts} />
      {asksManager && (
        <Stack space="small">
          {managerAsked !== undefined && (
            <Paragraph>{t('klus.response.managerAsked', { name: managerAsked })}</Paragraph>
          )}
          <Cluster>
            <ButtonLink
              href={links.askManager}
              label={t(managerAsked === undefined ? 'klus.response.askManager' : 'klus.response.managerAskedLink')}
              appearance={first ? 'primary' : 'secondary'}
            />
          </Cluster>
        </Stack>
      )}
      <KlusTerms t={t} terms={terms} />
    </Stack>
  )
}

function WorkedHours({ t, state, picture, move }: Props): VNode | null {
  const { counting, hours } = picture
  if (!counting || (state === 'agreed' && hours.entries.length === 0)) return null
  return (
    <Stack>
      <Heading level={2}>{t('klus.hours.title')}</Heading>
      <Hours
        t={t}
        hours={hours}
        mayGrow={state === 'agreed' || state === 'running'}
        actions={(entry) => (
          <>
            {entry.state === 'confirmed' ? null : move('withdrawHours', { entry: entry.id })}
            {entry.state === 'logged' ? move('disputeHours', { entry: entry.id }) : null}
          </>
        )}
      />
    </Stack>
  )
}

function Agreed({ t, now, links, picture }: Props): VNode | null {
  const { counting } = picture
  if (!counting) return null
  return (
    <details class="dv-details" open={picture.hours.entries.length === 0}>
      <summary>{t('klus.response.agreement')}</summary>
      <Stack>
        <Signatures t={t} now={now} signatures={counting.signatures} facts={counting.terms.facts} />
        <KlusTerms t={t} terms={counting.terms} />
        <Paragraph>
          <Link href={links.agreement}>{t('klus.response.print')}</Link>
        </Paragraph>
      </Stack>
    </details>
  )
}

function Beginning({ t, picture, respondent, author }: Props): VNode | null {
  const { invitation, motivation, hoursOffered } = picture
  if (!invitation && !motivation) return null
  return (
    <Stack>
      <Heading level={2}>{t('klus.response.why')}</Heading>
      {invitation && <Quote who={t('klus.response.invitation', { name: author.name })} text={invitation} />}
      {motivation && <Quote who={t('klus.response.motivation', { name: respondent.name })} text={motivation} />}
      {hoursOffered !== undefined && (
        <Paragraph>{t('klus.response.hoursOffered', { hours: formatNumber(hoursOffered, t.locale) })}</Paragraph>
      )}
    </Stack>
  )
}

// Who fits a klus: people who made themselves available, each with the reason.
import type { VNode } from 'preact'
import { formatNumber } from '../../src/lib/format.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Button, Byline, type BylineCard, ButtonLink, EmptyState, Form, type FormState, Heading, Icon, Link, Paragraph, Stack, Sure, TextArea,
} from '../ds/index.ts' // prettier-ignore

export interface CandidateShown {
  readonly card: BylineCard & { readonly id: string }
  readonly fit: { readonly matched: readonly string[]; readonly of: number; readonly hoursFit: boolean | undefined }
  readonly hoursPerWeek: number
  readonly note: string
  readonly response: { readonly id: string; readonly state: string } | undefined
}

export interface CandidateListProps {
  t: Translate
  klus: {
    readonly title: string
    readonly path: string
    readonly expertise: readonly string[]
    readonly mayInvite: boolean
  }
  candidates: readonly CandidateShown[]
  /** Hours per week that the klus asks for. */
  hoursPerWeek: number | undefined
  /** An invitation that could not be sent: whose, and why. */
  unsent: Unsent | undefined
}

interface Unsent {
  readonly person: string
  readonly state: FormState
  readonly warned: boolean
}

export function CandidateList({ t, klus, candidates, hoursPerWeek, unsent }: CandidateListProps): VNode {
  const none = klus.expertise.length === 0 ? 'noExpertise' : 'none'
  return (
    <Stack space="large">
      <Heading level={1}>{t('klussen.candidates.title')}</Heading>
      <Paragraph lead>
        {t('klussen.candidates.lead')} <Link href={klus.path}>{klus.title}</Link>
      </Paragraph>
      {candidates.length === 0 ? (
        <EmptyState
          title={t(`klussen.candidates.${none}.title`)}
          text={t(`klussen.candidates.${none}.text`)}
          action={<ButtonLink href={klus.path} label={t('klussen.candidates.back')} />}
        />
      ) : (
        <Stack>
          {candidates.map((candidate) => (
            <article class="dv-card" key={candidate.card.id}>
              <Stack space="small">
                <Byline card={candidate.card} t={t} />
                <Reason t={t} candidate={candidate} hoursPerWeek={hoursPerWeek} />
                {candidate.note && <Paragraph>{candidate.note}</Paragraph>}
                <Invite
                  t={t}
                  candidate={candidate}
                  mayInvite={klus.mayInvite}
                  unsent={unsent?.person === candidate.card.id ? unsent : undefined}
                />
              </Stack>
            </article>
          ))}
        </Stack>
      )}
    </Stack>
  )
}

interface InviteProps {
  t: Translate
  candidate: CandidateShown
  mayInvite: boolean
  unsent: Unsent | undefined
}

/** How it stands with him, or the form with which one asks him. */
function Invite({ t, candidate, mayInvite, unsent }: InviteProps): VNode | null {
  const { card, response } = candidate
  // Who let an invitation lapse can be asked again.
  if (response && (response.state !== 'expired' || !mayInvite))
    return (
      <Paragraph>
        <Link href={`/responses/${response.id}`}>
          {t('klussen.candidates.stands', { state: t.find(`klus.state.${response.state}`) ?? response.state })}
        </Link>
      </Paragraph>
    )
  if (!mayInvite) return null
  const id = `invite-${card.id}`
  return (
    <details class="dv-fold" open={unsent !== undefined}>
      <summary class="dv-fold__summary" aria-label={t('klussen.candidates.inviteWho', { name: card.name })}>
        {t('klussen.candidates.invite')}
      </summary>
      <Form label={t('klussen.candidates.inviteWho', { name: card.name })}>
        <input type="hidden" name="person" value={card.id} />
        <TextArea
          {...unsent?.state.field('words')}
          id={id}
          name="words"
          label={t('klussen.candidates.words')}
          rows={3}
          maxLength={300}
        />
        <Sure warned={unsent?.warned ?? false} label={t('sensitive.sure')} />
        <div>
          <Button label={t('klussen.candidates.send')} appearance="primary" icon="send" />
        </div>
      </Form>
    </details>
  )
}

interface ReasonProps {
  t: Translate
  candidate: CandidateShown
  hoursPerWeek: number | undefined
}

function Reason({ t, candidate, hoursPerWeek }: ReasonProps): VNode {
  const { matched, of, hoursFit } = candidate.fit
  const subjects = new Intl.ListFormat(t.locale, { type: 'conjunction' }).format(matched)
  const hours = formatNumber(candidate.hoursPerWeek, t.locale)
  const asked = hoursPerWeek === undefined ? '' : formatNumber(hoursPerWeek, t.locale)
  return (
    <ul class="dv-market__facts">
      <li>
        <Icon name="target-arrow" />
        <span>
          <strong>{t('klussen.candidates.matched', { count: matched.length, of })}</strong>: {subjects}
        </span>
      </li>
      <li>
        <Icon name="clock" />
        {hoursFit === false
          ? t('klussen.candidates.tooFew', { hours, asked })
          : t('klussen.candidates.hours', { hours })}
      </li>
    </ul>
  )
}

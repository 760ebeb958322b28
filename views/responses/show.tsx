// The page of one response: how far it is, the one thing to do now, what the kind shows of it, the talk, the history.
import type { ComponentChildren, VNode } from 'preact'
import type { Side } from '../../src/core/flow.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Alert,
  Button,
  ButtonLink,
  Byline,
  type BylineCard,
  Cluster,
  ErrorSummary,
  Form,
  type FormState,
  Heading,
  Link,
  Moment,
  Paragraph,
  RichText,
  Stack,
  Sure,
  TextArea,
  WithSide,
} from '../ds/index.ts'
import { MoveButton, type MoveProps, moveWords } from './moves.tsx'
import { type FlowFacts, StateBar, stateWords } from './state-bar.tsx'

export interface StepLine {
  readonly id: string
  readonly move: string
  readonly maker: string
  readonly made: string
  readonly outcome: 'pending' | 'done' | 'refused'
  readonly refusal: { readonly code: string; readonly params: Readonly<Record<string, string | number>> } | null
}

export interface ResponsePageProps {
  t: Translate
  now: string
  flow: FlowFacts
  response: { readonly path: string; readonly state: string; readonly side: Side }
  item: { readonly title: string; readonly path: string | undefined }
  author: BylineCard
  respondent: BylineCard
  moves: readonly MoveProps[]
  /** Names of moves that stand among the details already. */
  drawn: readonly string[]
  pending: readonly { readonly move: string; readonly made: string }[]
  /** The author's software only says yes or no. */
  plain: boolean
  /** What the kind draws itself. */
  details: ComponentChildren
  steps: readonly StepLine[]
  messages: readonly {
    readonly id: string
    readonly html: string
    readonly created: string
    readonly byAuthor: boolean
    readonly outcome: 'pending' | 'done' | 'refused'
    readonly refusal: StepLine['refusal']
  }[]
  /** `later`: the other plein has to hear of it first; `over`: the talk was removed. */
  writing: 'open' | 'later' | 'over'
  /** He did not say that he is available for others. */
  asksAvailability: boolean
  /** What one wrote that could not be sent, and why. */
  talk: FormState
  warned: boolean
}

export function ResponsePage(props: ResponsePageProps): VNode {
  const { t, flow, response, item } = props
  const side = props.steps.length > 0 ? <History {...props} /> : undefined
  return (
    <WithSide side={side} sideLabel={t('responses.show.history')}>
      <Stack space="large">
        <Stack>
          <Heading level={1}>{item.title}</Heading>
          <Other {...props} />
          <StateBar t={t} flow={flow} state={response.state} />
          <Now {...props} />
          {props.asksAvailability && <Available {...props} />}
        </Stack>
        {props.details && <div id="details">{props.details}</div>}
        <Talk {...props} />
      </Stack>
    </WithSide>
  )
}

/** With whom it is, and what it is about. */
function Other({ t, response, item, author, respondent }: ResponsePageProps): VNode {
  const [label, card] =
    response.side === 'author' ? (['respondent', respondent] as const) : (['author', author] as const)
  return (
    <Stack space="small">
      <Paragraph small>{t(`responses.show.${label}`)}</Paragraph>
      <Byline card={card} t={t} />
      {item.path && (
        <Paragraph small>
          <Link href={item.path}>{t('responses.show.item')}</Link>
        </Paragraph>
      )}
    </Stack>
  )
}

/** Showing interest does not need it; being found for more does. */
function Available({ t, flow }: ResponsePageProps): VNode {
  return (
    <Paragraph small>
      {t(`${flow.name}.available.ask`)} <Link href="/settings/availability">{t(`${flow.name}.available.link`)}</Link>
    </Paragraph>
  )
}

/** In words how it stands, what waits, and what one can do: first the one thing, then the rest. */
function Now(props: ResponsePageProps): VNode {
  const { t, flow, response, moves, pending, author } = props
  const first = moves.filter((move) => move.how === 'first')
  const turn = first.length > 0 ? 'responses.show.yourTurn' : 'responses.show.otherTurn'
  const goesOn = !flow.ended.includes(response.state) && pending.length === 0
  // The bar names the state; where there is none yet, this does.
  const words =
    (first.length > 0 ? t.find(`${flow.name}.state.${response.state}.turn`) : undefined) ??
    t.find(`${flow.name}.state.${response.state}.${response.side}`) ??
    (response.state === 'new' ? stateWords(t, flow.name, response.state) : goesOn ? t(turn) : undefined)
  const others = moves.filter((move) => !props.drawn.includes(move.name))
  const besides = others.filter((move) => move.how === 'besides')
  const out = others.filter((move) => move.how === 'out')
  // What is to be read first has its button there too.
  const button = (move: MoveProps) =>
    props.drawn.includes(move.name) ? (
      <ButtonLink
        key={move.name}
        href="#details"
        label={moveWords(t, flow.name, move, response.state)}
        appearance="primary"
      />
    ) : (
      <MoveButton key={move.name} t={t} flow={flow.name} base={response.path} move={move} state={response.state} />
    )
  const help = first.length === 1 && first[0] ? t.find(`${flow.name}.move.${first[0].name}.help`) : undefined
  return (
    <Stack>
      {words && <Paragraph lead>{words}</Paragraph>}
      {pending.length > 0 && (
        <Alert type="info" role="status">
          {t('responses.show.waits', {
            organisation: author.organisation,
            moves: pending.map(({ move }) => t(`${flow.name}.move.${move}`)).join(', '),
          })}
        </Alert>
      )}
      {moves
        .flatMap(({ caution }) => caution ?? [])
        .map((caution) => (
          <Alert key={caution} type="warning">
            <Paragraph>
              {t(caution, { name: response.side === 'author' ? props.respondent.name : author.name })}
            </Paragraph>
          </Alert>
        ))}
      {props.plain && <Paragraph small>{t('responses.show.plain')}</Paragraph>}
      {first.length > 0 && (
        <Stack space="small">
          <Cluster>{first.map(button)}</Cluster>
          {help && <Paragraph small>{help}</Paragraph>}
        </Stack>
      )}
      {besides.length + out.length > 0 && <Cluster>{[...besides, ...out].map(button)}</Cluster>}
    </Stack>
  )
}

function Talk({ t, now, response, author, respondent, messages, writing, talk, warned }: ResponsePageProps): VNode {
  return (
    <section id="talk" aria-labelledby="talk-heading">
      <Stack>
        <Heading level={2} id="talk-heading">
          {t('responses.talk.title')}
        </Heading>
        <Paragraph small>
          {t('responses.talk.private', { name: response.side === 'author' ? respondent.name : author.name })}
        </Paragraph>
        {messages.map((message) => (
          <article key={message.id} class="dv-card">
            <Stack space="small">
              <Byline
                card={message.byAuthor ? author : respondent}
                t={t}
                size="small"
                moment={<Moment instant={message.created} now={now} t={t} />}
              />
              <RichText html={message.html} />
              {message.outcome === 'pending' && <Paragraph small>{t('responses.waits')}</Paragraph>}
              {message.outcome === 'refused' && (
                <Alert type="warning">
                  {t('responses.talk.lost', { why: refusalWords(t, message.refusal) ?? t('response.notTaken') })}
                </Alert>
              )}
            </Stack>
          </article>
        ))}
        {writing === 'open' ? (
          <Form action={`${response.path}/messages`} draft={response.path}>
            <Stack>
              <ErrorSummary
                title={t('responses.form.faults')}
                faults={talk.faults}
                labels={{ body: t('responses.talk.write') }}
              />
              <TextArea {...talk.field('body')} label={t('responses.talk.write')} rows={4} maxLength={5000} required />
              <Sure warned={warned} label={t('sensitive.sure')} />
              <Cluster>
                <Button label={t('responses.talk.send')} />
              </Cluster>
            </Stack>
          </Form>
        ) : (
          <Paragraph>{t(writing === 'over' ? 'response.forgotten' : 'responses.talk.later')}</Paragraph>
        )}
      </Stack>
    </section>
  )
}

/** What happened, each step by whom and when. */
function History({ t, now, flow, author, respondent, steps }: ResponsePageProps): VNode {
  const nameOf = (maker: string) => (maker === 'author' ? author.name : respondent.name)
  return (
    <Stack space="small">
      <Heading level={2} look={3}>
        {t('responses.show.history')}
      </Heading>
      <ol class="dv-history">
        {steps.map((step) => (
          <li key={step.id}>
            {t.find(`${flow.name}.told.${step.move}`, { name: nameOf(step.maker), subject: '' }) ??
              t(`${flow.name}.move.${step.move}`)}
            {step.outcome === 'pending' && <> · {t('responses.waits')}</>}
            {step.outcome === 'refused' && <> · {refusalOf(t, step)}</>}
            <br />
            <span class="dv-small">
              <Moment instant={step.made} now={now} t={t} />
            </span>
          </li>
        ))}
      </ol>
    </Stack>
  )
}

function refusalOf(t: Translate, { refusal }: StepLine): string {
  return t('responses.show.refused', { why: refusalWords(t, refusal) ?? t('response.notNow') })
}

function refusalWords(t: Translate, refusal: StepLine['refusal']): string | undefined {
  return (refusal && t.find(refusal.code, refusal.params)) ?? undefined
}

// All open klussen that one may see: filters, how many, in which order, and what one can do besides.
import type { ComponentChildren, VNode } from 'preact'
import { ButtonLink, Cluster, EmptyState, Heading, Link, More, Paragraph, Stack, WithSide } from '../ds/index.ts'
import { KlusCard, type KlusCardItem } from './card.tsx'
import { Chosen, Filters, type FiltersProps } from './filters.tsx'

export interface KlusListProps extends FiltersProps {
  now: string
  klussen: readonly KlusCardItem[]
  /** How many match; more than `counted` are not counted; undefined: not asked. */
  count: number | undefined
  counted: number
  /** The beginning of the list. */
  first: boolean
  /** Orders to choose from, each the same list in that order. */
  sorts: readonly { readonly name: string; readonly href: string; readonly current: boolean }[]
  /** Address of the next part. */
  next: string | undefined
  signedIn: boolean
  /** Sorting by fit was asked, and nothing is known to fit with. */
  noSubjects: boolean
  /** Saving this search, and what is saved. */
  side: ComponentChildren
}

export function KlusList(props: KlusListProps): VNode {
  const { t, signedIn, side } = props
  return (
    <Stack space="large">
      <Cluster spread>
        <Heading level={1}>{t('klussen.title')}</Heading>
        {signedIn && <ButtonLink href="/new/klus" label={t('klussen.new')} icon="plus" appearance="primary" />}
      </Cluster>
      <Paragraph lead>{t('klussen.lead')}</Paragraph>
      <WithSide side={side} sideLabel={t('klussen.side')}>
        <Stack space="large">
          <Stack>
            <Filters {...props} />
            <Chosen {...props} />
          </Stack>
          <Results {...props} />
        </Stack>
      </WithSide>
    </Stack>
  )
}

function Results(props: KlusListProps): VNode {
  const { t, klussen, next } = props
  return (
    <Stack>
      <Head {...props} />
      {klussen.length === 0 ? (
        <Nothing {...props} />
      ) : (
        <Stack id="klussen">
          {klussen.map((klus) => (
            <KlusCard key={klus.id} t={t} now={props.now} klus={klus} level={3} />
          ))}
        </Stack>
      )}
      {next && <More href={next} label={t('klussen.more')} into="klussen" />}
    </Stack>
  )
}

/** How many, and in which order. */
function Head({ t, count, counted, first, filter, sorts, klussen }: KlusListProps): VNode | null {
  if (klussen.length === 0) return null
  const words =
    filter.sort === 'fit'
      ? t('klussen.fittingFirst')
      : count === undefined || !first
        ? t('klussen.further')
        : count > counted
          ? t('klussen.countMore', { count: counted })
          : t('klussen.count', { count })
  return (
    <Cluster spread>
      <Heading level={2} look={4}>
        {words}
      </Heading>
      <nav class="dv-sorts" aria-label={t('klussen.sort.label')}>
        <span aria-hidden="true">{t('klussen.sort.by')}</span>
        <ul>
          {sorts.map(({ name, href, current }) => (
            <li key={name}>
              <Link href={href} current={current ? 'true' : undefined}>
                {t(`klussen.sort.${name}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </Cluster>
  )
}

function Nothing({ t, noSubjects, chosen, signedIn }: KlusListProps): VNode {
  if (noSubjects) {
    const edit = <ButtonLink href="/settings/profile" label={t('klussen.noSubjects.action')} appearance="primary" />
    return <EmptyState title={t('klussen.noSubjects.title')} text={t('klussen.noSubjects.text')} action={edit} />
  }
  if (chosen.length > 0) {
    const all = <ButtonLink href="/klussen" label={t('klussen.noneFound.action')} />
    return <EmptyState title={t('klussen.noneFound.title')} text={t('klussen.noneFound.text')} action={all} />
  }
  const action = signedIn ? (
    <ButtonLink href="/new/klus" label={t('klussen.new')} appearance="primary" icon="plus" />
  ) : (
    <ButtonLink href="/sign-in?return=%2Fklussen" label={t('klussen.none.signIn')} appearance="primary" />
  )
  return (
    <EmptyState
      title={t('klussen.none.title')}
      text={t(signedIn ? 'klussen.none.text' : 'klussen.none.guest')}
      action={action}
    />
  )
}

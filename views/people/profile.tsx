// A person's page: face, name, function, organisation, themes, text, and what he wrote.
import type { ComponentChildren, VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Address, Avatar, Badge, Beside, Button, ButtonLink, Cluster, DefinitionList, EmptyState, Form, Heading, Link, Paragraph, RichText, Stack,
  WithSide,
} from '../ds/index.ts' // prettier-ignore
import { DoneKlussen, type DoneKlus } from './done.tsx'

export interface ProfileFace {
  readonly card: {
    readonly name: string
    readonly handle: string
    readonly path: string
    readonly organisation: string
    readonly elsewhere: boolean
    readonly jobTitle: string
  }
  /** Path of the picture, large. */
  readonly picture: string | undefined
  readonly unit: string
  readonly topics: readonly string[]
  /** Safe HTML. */
  readonly about: string
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  readonly url: string
  readonly followers: number
  readonly following: number
  readonly followed: 'no' | 'asked' | 'yes' | 'refused'
  readonly self: boolean
}

export interface ProfilePageProps {
  t: Translate
  profile: ProfileFace
  /** `@jan@plein.gemeente.example`, to hand over. */
  address: string
  signedIn: boolean
  /** "Beschikbaar voor klussen", as far as one may know. */
  available?: string | undefined
  /** Klussen that the person finished, and shows. */
  done?: readonly DoneKlus[] | undefined
  /** What the person wrote; undefined when there is nothing that one may read. */
  stream: ComponentChildren | undefined
}

export function ProfilePage(props: ProfilePageProps): VNode {
  const { t, profile, stream, done = [] } = props
  const { name } = profile.card
  return (
    <Stack space="large">
      <ProfileHeader {...props} />
      <WithSide side={<Side {...props} />} sideLabel={t('person.profile.about', { name })}>
        <Stack space="large">
          {profile.about && <RichText html={profile.about} />}
          <DoneKlussen t={t} klussen={done} />
          <section aria-labelledby="wrote">
            <Stack>
              <Heading level={2} look={3} id="wrote">
                {t('person.profile.wrote', { name })}
              </Heading>
              {stream ?? <NothingYet t={t} profile={profile} />}
            </Stack>
          </section>
        </Stack>
      </WithSide>
    </Stack>
  )
}

/** Whose profile it is can do something about it. */
function NothingYet({ t, profile }: Pick<ProfilePageProps, 't' | 'profile'>): VNode {
  const { self, card } = profile
  const why = self ? 'nothingOwn' : card.elsewhere ? 'nothingElsewhere' : 'nothingText'
  return (
    <EmptyState
      title={t('person.profile.nothing')}
      text={t(`person.profile.${why}`, { name: card.name })}
      level={3}
      action={self && <ButtonLink href="/new/post" label={t('person.profile.write')} appearance="primary" />}
    />
  )
}

function ProfileHeader(props: ProfilePageProps): VNode {
  const { card, picture, unit } = props.profile
  const place = [card.organisation, unit].filter(Boolean).join(' · ')
  return (
    <Cluster spread>
      <Beside front={<Avatar name={card.name} picture={picture} size="large" />} middle>
        <Stack space="small">
          <Heading level={1}>
            <bdi>{card.name}</bdi>
          </Heading>
          {card.jobTitle && <Paragraph lead>{card.jobTitle}</Paragraph>}
          <Paragraph>{place}</Paragraph>
        </Stack>
      </Beside>
      <Following {...props} />
    </Cluster>
  )
}

/** The one thing to do here. */
function Following({ t, profile, signedIn }: ProfilePageProps): VNode {
  const { card, followed } = profile
  const { name, path } = card
  if (profile.self) return <ButtonLink href="/settings/profile" label={t('person.edit.open')} icon="pencil" />
  if (!signedIn) {
    return (
      <ButtonLink
        href={`/sign-in?return=${encodeURIComponent(path)}`}
        label={t('person.follow.signIn')}
        appearance="primary"
      />
    )
  }
  if (followed === 'no' || followed === 'refused') {
    return (
      <Cluster>
        {followed === 'refused' && <Badge label={t('person.follow.refused')} />}
        <Form action={`${path}/follow`} inline label={t('person.follow.label', { name })}>
          <Button label={t('person.follow.button')} appearance="primary" icon="user-plus" />
        </Form>
      </Cluster>
    )
  }
  return (
    <Cluster>
      <Badge label={followed === 'yes' ? t('person.follow.yes', { name }) : t('person.follow.asked')} />
      <Form action={`${path}/unfollow`} inline label={t('person.follow.stopLabel', { name })}>
        <Button label={t('person.follow.stop')} appearance="subtle" />
      </Form>
    </Cluster>
  )
}

function Side({ t, profile, address, signedIn, available }: ProfilePageProps): VNode {
  const { card, topics, fields, followers, following } = profile
  const items = [
    { term: t('person.profile.works'), value: card.organisation },
    ...(topics.length > 0 ? [{ term: t('person.profile.topics'), value: topics.join(', ') }] : []),
    ...(available ? [{ term: t('person.profile.available'), value: available }] : []),
    ...fields.map(({ name, value }) => ({ term: name, value: <RichText html={value} /> })),
    { term: t('person.profile.address'), value: <Address address={address} /> },
  ]
  return (
    <Stack>
      <Heading level={2} look={4}>
        {t('person.profile.about', { name: card.name })}
      </Heading>
      <DefinitionList items={items} />
      {signedIn && !card.elsewhere && (
        <Cluster>
          <Link href={`${card.path}/followers`}>{t('person.followers', { count: followers })}</Link>
          <Link href={`${card.path}/following`}>{t('person.following', { count: following })}</Link>
        </Cluster>
      )}
      {card.elsewhere && (
        <Link href={profile.url} rel="noopener nofollow">
          {t('person.profile.original', { organisation: card.organisation })}
        </Link>
      )}
    </Stack>
  )
}

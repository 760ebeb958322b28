// Whom managers invite into their group, and who has not answered yet.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Heading, Paragraph, Stack } from '../ds/index.ts'
import type { GroupFace } from './face.ts'
import { FindPeople, type FoundPerson, PersonButton, type StandingFace, StandingRows } from './find-people.tsx'
import { GroupHeader } from './header.tsx'

export interface InvitePageProps {
  t: Translate
  now: string
  group: GroupFace
  organisations: number
  search: string
  found: readonly FoundPerson[]
  invited: readonly StandingFace[]
  /** Name of this plein's organisation. */
  organisation: string
  /** What people elsewhere paste into their search. */
  address: string
}

export function InvitePage(props: InvitePageProps): VNode {
  const { t, group, search, found } = props
  return (
    <Stack space="large">
      <GroupHeader t={t} group={group} organisations={props.organisations} signedIn tab="members" />
      <Heading level={2}>{t('groups.invite.title')}</Heading>
      <Stack>
        <Paragraph>{t('groups.invite.here', { organisation: props.organisation })}</Paragraph>
        <Paragraph>
          {group.access === 'hidden'
            ? t('groups.invite.elsewhereHidden')
            : t('groups.invite.elsewhere', { address: props.address })}
        </Paragraph>
      </Stack>
      <FindPeople
        {...{ t, search, found }}
        action={`${group.path}/invite`}
        label={t('groups.invite.search')}
        act={(person) => <Invite t={t} group={group} person={person} />}
      />
      <Invited {...props} />
    </Stack>
  )
}

/** Who asked is let in by it; who is a member, invited or blocked needs no button. */
function Invite({ t, group, person }: { t: Translate; group: GroupFace; person: FoundPerson }): VNode | null {
  if (person.place !== undefined && person.place !== 'pending') return null
  const { card } = person
  const key = person.place === 'pending' ? 'groups.requests.accept' : 'groups.invite.button'
  return (
    <PersonButton
      action={`${group.path}/invite`}
      person={card}
      label={t(key)}
      fullLabel={t(`${key}Who`, { name: card.name })}
    />
  )
}

function Invited({ t, now, group, invited }: InvitePageProps): VNode | null {
  if (invited.length === 0) return null
  return (
    <section aria-labelledby="invited">
      <Stack>
        <Heading level={2} look={3} id="invited">
          {t('groups.invite.waiting')}
        </Heading>
        <StandingRows
          {...{ t, now }}
          standings={invited}
          words="groups.invite.by"
          back={{ action: `${group.path}/invite/withdraw`, key: 'groups.invite.withdraw' }}
        />
      </Stack>
    </section>
  )
}

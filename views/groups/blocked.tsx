// Who is kept out of a group, and the question before somebody is.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Button, ButtonLink, Byline, type BylineCard, Cluster, Form, Heading, Paragraph, Stack } from '../ds/index.ts'
import type { GroupFace } from './face.ts'
import { FindPeople, type FoundPerson, type StandingFace, StandingRows } from './find-people.tsx'
import { GroupHeader } from './header.tsx'

export interface BlockedPageProps {
  t: Translate
  now: string
  group: GroupFace
  organisations: number
  search: string
  found: readonly FoundPerson[]
  blocked: readonly StandingFace[]
  /** Id of the viewer, who cannot block himself. */
  self: string
}

export function BlockedPage(props: BlockedPageProps): VNode {
  const { t, now, group, search, found, blocked, self } = props
  return (
    <Stack space="large">
      <GroupHeader t={t} group={group} organisations={props.organisations} signedIn tab="members" />
      <Heading level={2}>{t('groups.blocked.title')}</Heading>
      <Paragraph>{t(`groups.block.text.${group.access === 'open' ? 'open' : 'closed'}`)}</Paragraph>
      {blocked.length === 0 && <Paragraph>{t('groups.blocked.none')}</Paragraph>}
      {blocked.length > 0 && (
        <StandingRows
          {...{ t, now }}
          standings={blocked}
          words="groups.blocked.by"
          back={{ action: `${group.path}/blocked/lift`, key: 'groups.blocked.lift' }}
        />
      )}
      <FindPeople
        {...{ t, search, found }}
        action={`${group.path}/blocked`}
        label={t('groups.blocked.search')}
        act={({ card, place }) =>
          place === 'blocked' || card.id === self ? null : (
            <ButtonLink
              href={`${group.path}/blocked/${card.id}`}
              label={t('groups.block.button')}
              fullLabel={t('groups.block.buttonWho', { name: card.name })}
              small
            />
          )
        }
      />
    </Stack>
  )
}

export interface ConfirmBlockProps {
  t: Translate
  group: GroupFace
  card: BylineCard
  heading: string
}

export function ConfirmBlock({ t, group, card, heading }: ConfirmBlockProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{heading}</Heading>
      <Byline card={card} t={t} />
      <Paragraph>{t(`groups.block.text.${group.access === 'open' ? 'open' : 'closed'}`)}</Paragraph>
      <Form>
        <Cluster>
          <Button label={t('groups.block.button')} appearance="danger" />
          <ButtonLink href={`${group.path}/members`} label={t('form.back')} appearance="subtle" />
        </Cluster>
      </Form>
    </Stack>
  )
}

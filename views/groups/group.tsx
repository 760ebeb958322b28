// The page of a group: header, what is pinned, what is new, and what the group is about.
import type { ComponentChildren, VNode } from 'preact'
import { ButtonLink, EmptyState, Heading, Stack, WithSide } from '../ds/index.ts'
import { GroupAbout, type GroupAboutProps } from './about.tsx'
import { GroupHeader, type GroupHeaderProps } from './header.tsx'

export interface GroupPageProps extends Omit<GroupHeaderProps, 'tab'>, GroupAboutProps {
  pinned?: ComponentChildren
  /** The stream of cards, or undefined when there are none. */
  stream: VNode | undefined
  /** The viewer may write here. */
  mayPost: boolean
}

export function GroupPage(props: GroupPageProps): VNode {
  const { t, group, managers, address, pinned, stream } = props
  return (
    <Stack space="large">
      <GroupHeader {...props} tab="new" />
      <WithSide
        side={<GroupAbout t={t} group={group} managers={managers} address={address} />}
        sideLabel={t('groups.about.title')}
      >
        <Stack space="large">
          {pinned && (
            <section aria-labelledby="pinned">
              <Stack>
                <Heading level={2} look={3} id="pinned">
                  {t('groups.pinned')}
                </Heading>
                {pinned}
              </Stack>
            </section>
          )}
          {stream ?? <Nothing {...props} />}
        </Stack>
      </WithSide>
    </Stack>
  )
}

function Nothing({ t, group, mayPost }: GroupPageProps): VNode {
  const closed = group.access !== 'open' && group.role === undefined
  if (closed) return <EmptyState title={t('groups.closed.title')} text={t(closedText(group))} />
  if (mayPost) {
    const action = <ButtonLink href={`/new/post?group=${group.id}`} label={t('groups.post')} appearance="primary" />
    return <EmptyState title={t('groups.empty.title')} text={t('groups.empty.invite')} action={action} />
  }
  return <EmptyState title={t('groups.empty.title')} text={t('groups.empty.text')} />
}

/** What one can do to read along. */
function closedText({ standing }: GroupPageProps['group']): string {
  if (standing === 'invited') return 'groups.closed.invited'
  return standing === 'blocked' ? 'groups.closed.blocked' : 'groups.closed.text'
}

// The klussen of a group.
import type { VNode } from 'preact'
import { ButtonLink, Cluster, EmptyState, Stack } from '../ds/index.ts'
import { GroupHeader, type GroupHeaderProps } from './header.tsx'

export interface GroupKlussenProps extends Omit<GroupHeaderProps, 'tab'> {
  /** Cards, or undefined when there are none. */
  klussen: VNode | undefined
  /** The viewer may write here. */
  mayPost: boolean
}

export function GroupKlussen(props: GroupKlussenProps): VNode {
  const { t, group, klussen, mayPost } = props
  const place = mayPost && (
    <ButtonLink href={`/new/klus?group=${group.id}`} label={t('groups.klussen.new')} icon="plus" />
  )
  return (
    <Stack space="large">
      <GroupHeader {...props} tab="klussen" />
      {klussen ? (
        <>
          {place && <Cluster>{place}</Cluster>}
          {klussen}
        </>
      ) : (
        <EmptyState
          title={t('groups.klussen.none.title')}
          text={t(mayPost ? 'groups.klussen.none.invite' : 'groups.klussen.none.text')}
          action={place || undefined}
        />
      )}
    </Stack>
  )
}

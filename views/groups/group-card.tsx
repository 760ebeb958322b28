// A group in a list: what it is called, who hosts it, how many are in it.
import type { VNode } from 'preact'
import type { GroupFace } from './face.ts'
import { excerpt, plainText } from '../../src/lib/html.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Avatar, Badge, Beside, Card, Cluster, Heading, Paragraph, Stack } from '../ds/index.ts'

export interface GroupCardProps {
  group: GroupFace
  t: Translate
  level?: 2 | 3
}

export function GroupCard({ group, t, level = 2 }: GroupCardProps): VNode {
  const about = excerpt(plainText(group.summary), 180)
  return (
    <Card href={group.path}>
      <Beside front={<Avatar name={group.name} picture={group.picture} />}>
        <Stack space="small">
          <Cluster>
            <Heading level={level} look={4}>
              {group.name}
            </Heading>
            {group.role && <Badge label={t(`groups.role.${group.role}`)} />}
            {group.access !== 'open' && <Badge label={t(`groups.access.${group.access}`)} />}
          </Cluster>
          {about && <Paragraph>{about}</Paragraph>}
          <Paragraph small>{factsOf(group, t)}</Paragraph>
        </Stack>
      </Beside>
    </Card>
  )
}

function factsOf(group: GroupFace, t: Translate): string {
  const members = group.memberCount > 0 ? [t('groups.members.count', { count: group.memberCount })] : []
  return [t('groups.hostedBy', { organisation: group.organisation }), ...members].join(' · ')
}

// All groups one may know of, with search by name.
import type { VNode } from 'preact'
import type { GroupFace } from './face.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Button,
  ButtonLink,
  Cluster,
  EmptyState,
  Form,
  Grid,
  Heading,
  More,
  Stack,
  Tabs,
  TextField,
} from '../ds/index.ts'
import { GroupCard } from './group-card.tsx'

export interface GroupDirectoryProps {
  t: Translate
  groups: readonly GroupFace[]
  search: string
  mine: boolean
  signedIn: boolean
  /** Address of the next part. */
  next: string | undefined
}

export function GroupDirectory(props: GroupDirectoryProps): VNode {
  const { t, groups, search, mine, signedIn, next } = props
  return (
    <Stack>
      <Cluster spread>
        <Heading level={1}>{t('groups.title')}</Heading>
        {signedIn && <ButtonLink href="/groups/new" label={t('groups.new.title')} icon="plus" />}
      </Cluster>
      <Form action="/groups" method="get" role="search" label={t('groups.search.label')}>
        {mine && <input type="hidden" name="show" value="mine" />}
        <Cluster>
          <TextField name="q" label={t('groups.search.label')} type="search" value={search} maxLength={100} />
          <Button label={t('groups.search.button')} icon="search" />
        </Cluster>
      </Form>
      {signedIn && <Choice t={t} search={search} mine={mine} />}
      {groups.length === 0 ? (
        <Nothing {...props} />
      ) : (
        <Grid id="groups">
          {groups.map((group) => (
            <GroupCard key={group.id} group={group} t={t} />
          ))}
        </Grid>
      )}
      {next && <More href={next} label={t('groups.more')} into="groups" />}
    </Stack>
  )
}

function Choice({ t, search, mine }: { t: Translate; search: string; mine: boolean }): VNode {
  const q = search ? `q=${encodeURIComponent(search)}` : ''
  const items = [
    { href: q ? `/groups?${q}` : '/groups', label: t('groups.show.all'), current: !mine },
    { href: `/groups?show=mine${q ? `&${q}` : ''}`, label: t('groups.show.mine'), current: mine },
  ]
  return <Tabs items={items} label={t('groups.title')} />
}

function Nothing({ t, search, mine, signedIn }: GroupDirectoryProps): VNode {
  const part = search ? 'noneFound' : mine ? 'noneMine' : 'none'
  const action = !signedIn ? undefined : mine && !search ? (
    <ButtonLink href="/groups" label={t('groups.show.all')} appearance="primary" />
  ) : (
    <ButtonLink href="/groups/new" label={t('groups.new.title')} appearance="primary" />
  )
  return <EmptyState title={t(`groups.${part}.title`)} text={t(`groups.${part}.text`, { search })} action={action} />
}

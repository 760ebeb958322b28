// Lists of people: the directory, followers, and what search finds.
import type { ComponentChildren, VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Alert, Button, Byline, type BylineCard, Card, Cluster, EmptyState, Form, Grid, Heading, Link, More, Paragraph, Stack,
  Tabs, TextField,
} from '../ds/index.ts' // prettier-ignore

export type PersonFace = BylineCard & { readonly id: string }

export interface PeopleListProps {
  t: Translate
  people: readonly PersonFace[]
  next?: string | undefined
}

export function PeopleList({ t, people, next }: PeopleListProps): VNode {
  return (
    <>
      <Grid id="people">
        {people.map((card) => (
          <Card key={card.id}>
            <Byline card={card} t={t} cover />
          </Card>
        ))}
      </Grid>
      {next && <More href={next} label={t('person.more')} into="people" />}
    </>
  )
}

export interface PeopleDirectoryProps extends PeopleListProps {
  search: string
  /** Only people of this plein. */
  here: boolean
  organisation: string
}

export function PeopleDirectory(props: PeopleDirectoryProps): VNode {
  const { t, people, search, here, organisation } = props
  const q = search ? `q=${encodeURIComponent(search)}` : ''
  const tabs = [
    { href: q ? `/people?${q}` : '/people', label: t('person.show.all'), current: !here },
    { href: `/people?show=here${q ? `&${q}` : ''}`, label: t('person.show.here', { organisation }), current: here },
  ]
  return (
    <Stack>
      <Heading level={1}>{t('person.title')}</Heading>
      <Paragraph lead>{t('person.lead')}</Paragraph>
      <Form action="/people" method="get" role="search" label={t('person.search.label')}>
        {here && <input type="hidden" name="show" value="here" />}
        <Cluster>
          <TextField name="q" label={t('person.search.label')} type="search" value={search} maxLength={100} />
          <Button label={t('person.search.button')} icon="search" />
        </Cluster>
      </Form>
      <Tabs items={tabs} label={t('person.title')} />
      {people.length === 0 ? (
        <EmptyState title={t('person.none.title')} text={t('person.none.text')} />
      ) : (
        <PeopleList {...props} />
      )}
    </Stack>
  )
}

export interface FollowListProps extends PeopleListProps {
  /** `followers` or `following`. */
  side: 'followers' | 'following'
  name: string
}

export function FollowList(props: FollowListProps): VNode {
  const { t, people, side, name } = props
  return (
    <Stack space="large">
      <Heading level={1}>{t(`person.${side}.title`, { name })}</Heading>
      {people.length === 0 ? (
        <EmptyState title={t(`person.${side}.none`)} text={t(`person.${side}.noneText`, { name })} />
      ) : (
        <PeopleList {...props} />
      )}
    </Stack>
  )
}

export interface SearchPageProps {
  t: Translate
  q: string
  people: readonly PersonFace[]
  morePeople: boolean
  moreGroups: boolean
  groups: readonly ComponentChildren[]
  /** What is written about, by this name. */
  subject: { readonly name: string; readonly path: string } | undefined
  /** Why something that was pasted cannot be opened. */
  notReached: string | undefined
}

export function SearchPage(props: SearchPageProps): VNode {
  const { t, q, people, groups, subject, notReached } = props
  const nothing = people.length === 0 && groups.length === 0 && subject === undefined
  return (
    <Stack space="large">
      <Heading level={1}>{t('person.find.title')}</Heading>
      <Paragraph>{t('person.find.lead')}</Paragraph>
      <Form action="/search" method="get" role="search" label={t('person.find.title')}>
        <Cluster>
          <TextField name="q" label={t('person.find.label')} type="search" value={q} maxLength={500} />
          <Button label={t('person.search.button')} appearance="primary" icon="search" />
        </Cluster>
      </Form>
      {notReached && (
        <Alert type="warning" role="status">
          {notReached}
        </Alert>
      )}
      {q && nothing && !notReached && <EmptyState title={t('person.find.none')} text={t('person.find.noneText')} />}
      {subject && (
        <Found id="found-subject" title={t('person.find.subject')}>
          <Link href={subject.path}>{t('person.find.about', { subject: subject.name })}</Link>
        </Found>
      )}
      {people.length > 0 && (
        <Found id="found-people" title={t('person.find.people')}>
          <PeopleList t={t} people={people} />
          {props.morePeople && <Link href={`/people?q=${encodeURIComponent(q)}`}>{t('person.find.all')}</Link>}
        </Found>
      )}
      {groups.length > 0 && (
        <Found id="found-groups" title={t('person.find.groups')}>
          {groups}
          {props.moreGroups && <Link href={`/groups?q=${encodeURIComponent(q)}`}>{t('person.find.allGroups')}</Link>}
        </Found>
      )}
    </Stack>
  )
}

/** One sort of what was found. */
function Found({ id, title, children }: { id: string; title: string; children: ComponentChildren }): VNode {
  return (
    <section aria-labelledby={id}>
      <Stack>
        <Heading level={2} id={id}>
          {title}
        </Heading>
        {children}
      </Stack>
    </section>
  )
}

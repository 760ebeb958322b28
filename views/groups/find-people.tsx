// Searching people from a page of a group's managers, with what each of them is in the group.
import type { ComponentChildren, VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Badge,
  Button,
  Byline,
  type BylineCard,
  Cluster,
  Form,
  Moment,
  Paragraph,
  Rows,
  Stack,
  TextField,
} from '../ds/index.ts'

export interface FoundPerson {
  readonly card: BylineCard & { readonly id: string }
  /** Undefined: nothing in this group. */
  readonly place: 'member' | 'pending' | 'invited' | 'blocked' | undefined
}

export interface FindPeopleProps {
  t: Translate
  /** Page that gets the words. */
  action: string
  search: string
  found: readonly FoundPerson[]
  label: string
  /** What one can do with somebody; null: only what he is in the group is shown. */
  act: (person: FoundPerson) => ComponentChildren
}

export function FindPeople({ t, action, search, found, label, act }: FindPeopleProps): VNode {
  return (
    <Stack>
      <Form action={action} method="get" role="search" label={label}>
        <Cluster>
          <TextField name="q" label={label} type="search" value={search} maxLength={100} />
          <Button label={t('groups.search.button')} icon="search" />
        </Cluster>
      </Form>
      {search !== '' && found.length === 0 && <Paragraph>{t('groups.find.none', { search })}</Paragraph>}
      {found.length > 0 && (
        <Rows>
          {found.map((person) => (
            <Cluster key={person.card.id} spread>
              <Byline card={person.card} t={t} />
              <Cluster>
                {person.place && <Badge label={t(`groups.place.${person.place}`)} />}
                {act(person)}
              </Cluster>
            </Cluster>
          ))}
        </Rows>
      )}
    </Stack>
  )
}

export interface PersonButtonProps {
  action: string
  person: { readonly id: string; readonly name: string }
  label: string
  fullLabel: string
}

export interface StandingFace {
  readonly card: BylineCard & { readonly id: string }
  readonly by: { readonly name: string } | undefined
  readonly since: string
}

/** A button about one person. */
export function PersonButton({ action, person, label, fullLabel }: PersonButtonProps): VNode {
  return (
    <Form action={action} inline label={fullLabel}>
      <input type="hidden" name="person" value={person.id} />
      <Button label={label} fullLabel={fullLabel} small />
    </Form>
  )
}

export interface StandingRowsProps {
  t: Translate
  now: string
  standings: readonly StandingFace[]
  /** Text key of "… by {name}". */
  words: string
  /** The way back: where it is asked, and the text key of its button; with `Who` behind it that names the person. */
  back: { readonly action: string; readonly key: string }
}

/** People about whom a manager decided: who did, when, and the way back. */
export function StandingRows({ standings, ...shared }: StandingRowsProps): VNode {
  return (
    <Rows>
      {standings.map((standing) => (
        <StandingRow key={standing.card.id} {...shared} standing={standing} />
      ))}
    </Rows>
  )
}

function StandingRow(props: Omit<StandingRowsProps, 'standings'> & { standing: StandingFace }): VNode {
  const { t, now, standing, words, back } = props
  const { card, by, since } = standing
  return (
    <Cluster spread>
      <Byline
        card={card}
        t={t}
        moment={
          <>
            {by && `${t(words, { name: by.name })} · `}
            <Moment instant={since} now={now} t={t} />
          </>
        }
      />
      <PersonButton
        action={back.action}
        person={card}
        label={t(back.key)}
        fullLabel={t(`${back.key}Who`, { name: card.name })}
      />
    </Cluster>
  )
}

// What one looks for among klussen: search, a few filters in sight, the rest folded, and what is chosen as removable labels.
import type { VNode } from 'preact'
import { formatDate } from '../../src/lib/format.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Button, Checkbox, Form, Icon, Select, Stack, Suggestions, TextField } from '../ds/index.ts'

export interface FilterValues {
  readonly search?: string
  readonly purpose?: string
  readonly expertise?: readonly string[]
  readonly theme?: string
  readonly hoursFrom?: number
  readonly hoursTo?: number
  readonly from?: string
  readonly until?: string
  readonly where?: string
  readonly place?: string
  readonly organisationType?: string
  readonly closing?: boolean
  readonly sort?: string
}

export interface FiltersProps {
  t: Translate
  filter: FilterValues
  /** Each chosen filter, and the list without it. */
  chosen: readonly { readonly name: string; readonly href: string }[]
  subjects: readonly string[]
  groups: readonly { readonly name: string; readonly nl: string; readonly en: string }[]
  organisationTypes: readonly string[]
}

/** The rest is folded away also when some of it is chosen: what is chosen stands below, before what was found. */
export function Filters(props: FiltersProps): VNode {
  const { t, filter, subjects } = props
  return (
    <Form action="/klussen" method="get" role="search" label={t('klussen.filter.label')}>
      <div class="dv-filters">
        <TextField name="q" label={t('klussen.filter.search')} type="search" value={filter.search} maxLength={100} />
        <TextField
          name="expertise"
          label={t('klussen.filter.expertise')}
          value={filter.expertise?.join(', ')}
          maxLength={200}
          list="klussen-subjects"
          several
        />
      </div>
      <Suggestions id="klussen-subjects" words={subjects} after={filter.expertise?.join(', ')} />
      {filter.sort && filter.sort !== 'newest' && <input type="hidden" name="sort" value={filter.sort} />}
      <div class="dv-filters__end">
        <details class="dv-fold">
          <summary class="dv-fold__summary">{t('klussen.filter.more')}</summary>
          <More {...props} />
        </details>
        <Button label={t('klussen.filter.button')} icon="search" />
      </div>
    </Form>
  )
}

function More({ t, filter, groups, organisationTypes }: FiltersProps): VNode {
  const all = { value: '', label: t('klussen.filter.all') }
  return (
    <div class="dv-filters">
      <Select
        name="purpose"
        label={t('klussen.filter.purpose')}
        value={filter.purpose ?? ''}
        options={['', 'request', 'offer'].map((value) => ({
          value,
          label: t(value ? `klussen.purpose.${value}` : 'klussen.filter.both'),
        }))}
      />
      <Select
        name="theme"
        label={t('klussen.filter.theme')}
        value={filter.theme ?? ''}
        options={[all, ...groups.map((group) => ({ value: group.name, label: group[t.locale] }))]}
      />
      <Select
        name="organisation"
        label={t('klussen.filter.organisation')}
        value={filter.organisationType ?? ''}
        options={[all, ...organisationTypes.map((type) => ({ value: type, label: t(`klussen.organisation.${type}`) }))]}
      />
      <fieldset class="dv-filters__pair">
        <legend class="utrecht-form-label">{t('klussen.filter.hours')}</legend>
        <Hours t={t} name="hoursFrom" value={filter.hoursFrom} />
        <Hours t={t} name="hoursTo" value={filter.hoursTo} />
      </fieldset>
      <fieldset class="dv-filters__pair">
        <legend class="utrecht-form-label">{t('klussen.filter.period')}</legend>
        <TextField name="from" label={t('klussen.filter.from')} type="date" value={filter.from} />
        <TextField name="until" label={t('klussen.filter.until')} type="date" value={filter.until} />
      </fieldset>
      <Select
        name="where"
        label={t('klussen.filter.where')}
        value={filter.where ?? ''}
        options={['', 'remote', 'place'].map((value) => ({
          value,
          label: t(value ? `klussen.filter.${value}` : 'klussen.filter.anywhere'),
        }))}
      />
      <TextField name="place" label={t('klussen.filter.town')} value={filter.place} maxLength={100} />
      <div>
        <Checkbox name="closing" label={t('klussen.filter.closing')} checked={filter.closing === true} />
      </div>
    </div>
  )
}

function Hours({ t, name, value }: { t: Translate; name: string; value: number | undefined }): VNode {
  return (
    <TextField
      name={name}
      label={t(`klussen.filter.${name}`)}
      type="number"
      min={0}
      max={40}
      step="any"
      inputMode="decimal"
      value={value === undefined ? undefined : String(value)}
    />
  )
}

/** What is chosen now; each label takes itself away. */
export function Chosen({ t, filter, chosen, groups }: FiltersProps): VNode | null {
  if (chosen.length === 0) return null
  return (
    <Stack space="small">
      <ul class="dv-chosen" aria-label={t('klussen.filter.chosen')}>
        {chosen.map(({ name, href }) => {
          const words = wordsOf(t, name, filter, groups)
          return (
            <li key={name}>
              <a class="dv-chosen__one" href={href} aria-label={t('klussen.filter.without', { filter: words })}>
                {words} <Icon name="x" />
              </a>
            </li>
          )
        })}
        <li>
          <a class="nl-link" href="/klussen">
            {t('klussen.filter.none')}
          </a>
        </li>
      </ul>
    </Stack>
  )
}

function wordsOf(t: Translate, name: string, filter: FilterValues, groups: FiltersProps['groups']): string {
  const value = filter[name as keyof FilterValues]
  switch (name) {
    case 'search':
      return `“${String(value)}”`
    case 'expertise':
      return filter.expertise?.join(', ') ?? ''
    case 'purpose':
      return t(`klussen.purpose.${String(value)}`)
    case 'theme':
      return groups.find((group) => group.name === value)?.[t.locale] ?? String(value)
    case 'organisationType':
      return t(`klussen.organisation.${String(value)}`)
    case 'where':
      return t(`klussen.filter.${String(value)}`)
    case 'closing':
      return t('klussen.filter.closing')
    case 'from':
    case 'until':
      return `${t(`klussen.filter.${name}`)} ${formatDate(String(value), t.locale)}`
    case 'hoursFrom':
    case 'hoursTo':
      return t(`klussen.filter.${name}Words`, { count: Number(value) })
    default:
      return String(value)
  }
}

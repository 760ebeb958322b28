// "Over deze groep": purpose, managers, its address, where it lives.
import type { VNode } from 'preact'
import type { GroupFace } from './face.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Address,
  Byline,
  type BylineCard,
  DefinitionList,
  Heading,
  Link,
  Paragraph,
  RichText,
  Stack,
} from '../ds/index.ts'

export interface GroupAboutProps {
  t: Translate
  group: GroupFace
  managers: readonly BylineCard[]
  /** `@omgevingswet@plein.gemeente.example`, to hand over. */
  address: string
}

export function GroupAbout({ t, group, managers, address }: GroupAboutProps): VNode {
  return (
    <Stack>
      <Heading level={2} look={3}>
        {t('groups.about.title')}
      </Heading>
      {group.summary ? <RichText html={group.summary} under={2} /> : <Paragraph>{t('groups.about.none')}</Paragraph>}
      {group.restricted && <Paragraph>{t('groups.about.restricted')}</Paragraph>}
      {managers.length > 0 && (
        <>
          <Heading level={2} look={3}>
            {t('groups.about.managers')}
          </Heading>
          <Stack space="small">
            {managers.map((card) => (
              <Byline key={card.path} card={card} t={t} size="small" />
            ))}
          </Stack>
        </>
      )}
      <DefinitionList items={[{ term: t('groups.about.address'), value: <Address address={address} /> }]} />
      {!group.local && (
        <Paragraph small>
          <Link href={group.url} rel="noopener">
            {t('groups.about.elsewhere', { organisation: group.organisation })}
          </Link>
        </Paragraph>
      )}
    </Stack>
  )
}

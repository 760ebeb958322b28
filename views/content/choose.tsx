// "Wat wil je plaatsen?": every kind, and the forms of those that have them.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Card, Heading, Paragraph, Stack } from '../ds/index.ts'

export interface ChooseProps {
  t: Translate
  choices: readonly { readonly href: string; readonly label: string; readonly about: string | undefined }[]
  drafts: readonly { readonly href: string; readonly label: string }[]
}

export function ChooseKind({ t, choices, drafts }: ChooseProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('content.new.title')}</Heading>
      <Stack>
        {choices.map((choice) => (
          <Card key={choice.href} href={choice.href}>
            <Heading level={2} look={4}>
              {choice.label}
            </Heading>
            {choice.about && <Paragraph>{choice.about}</Paragraph>}
          </Card>
        ))}
      </Stack>
      {drafts.length > 0 && (
        <Stack>
          <Heading level={2}>{t('content.new.drafts')}</Heading>
          {drafts.map((draft) => (
            <Card key={draft.href} href={draft.href}>
              <Heading level={3} look={4}>
                {draft.label}
              </Heading>
            </Card>
          ))}
        </Stack>
      )}
    </Stack>
  )
}

// "Wat wil je plaatsen?": every kind, and the forms of those that have them.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Card, Heading, Moment, Paragraph, Stack } from '../ds/index.ts'

export interface ChooseProps {
  t: Translate
  choices: readonly { readonly href: string; readonly label: string; readonly about: string | undefined }[]
  now: string
  drafts: readonly {
    readonly href: string
    readonly label: string
    /** What it is. */
    readonly word: string
    readonly begun: string
  }[]
}

export function ChooseKind({ t, now, choices, drafts }: ChooseProps): VNode {
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
              <Paragraph small>
                {draft.word} · <Moment instant={draft.begun} now={now} t={t} />
              </Paragraph>
            </Card>
          ))}
        </Stack>
      )}
    </Stack>
  )
}

// What the author can do with his klus, each with what it means.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import {
  Button,
  ErrorSummary,
  Form,
  type FormState,
  Heading,
  Link,
  Paragraph,
  Stack,
  Sure,
  TextArea,
} from '../ds/index.ts'
import { KeepTemplate } from './keep-template.tsx'

export interface ManageProps {
  t: Translate
  item: string
  /** Names of moves that can be made now. */
  moves: readonly string[]
  state: FormState
  /** The reason looks as if it holds what must not stand there. */
  warned: boolean
}

export function ManageKlus({ t, item, moves, state, warned }: ManageProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('klussen.manage.title')}</Heading>
      <ErrorSummary title={t('form.faults')} faults={state.faults} labels={{ reason: t('klussen.manage.reason') }} />
      {moves.map((move) => (
        <section key={move}>
          <Stack space="small">
            <Heading level={2} look={3}>
              {t(`klussen.move.${move}`)}
            </Heading>
            <Paragraph>{t(`klussen.move.${move}.help`)}</Paragraph>
            <Form label={t(`klussen.move.${move}`)}>
              <input type="hidden" name="move" value={move} />
              {move === 'cancel' && (
                <TextArea
                  {...state.field('reason')}
                  label={t('klussen.manage.reason')}
                  required
                  rows={3}
                  maxLength={1000}
                />
              )}
              {move === 'cancel' && <Sure warned={warned} label={t('sensitive.sure')} />}
              <Button
                label={t(`klussen.move.${move}`)}
                appearance={move === 'cancel' || move === 'withdraw' ? 'danger' : 'secondary'}
              />
            </Form>
          </Stack>
        </section>
      ))}
      {moves.length === 0 && <Paragraph>{t('klussen.manage.nothing')}</Paragraph>}
      <Paragraph>
        <Link href={`/klussen/new?copy=${item}`}>{t('klussen.manage.copy')}</Link>
      </Paragraph>
      <KeepTemplate t={t} item={item} />
    </Stack>
  )
}

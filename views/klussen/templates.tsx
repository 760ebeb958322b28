// Templates that one can begin a klus with.
import type { VNode } from 'preact'
import type { Translate } from '../../src/platform/i18n/texts.ts'
import { Button, Cluster, EmptyState, Form, Heading, Link, Stack } from '../ds/index.ts'

export interface TemplatesProps {
  t: Translate
  templates: readonly {
    readonly id: string
    readonly name: string
    readonly href: string
    readonly shared: boolean
    readonly owner: string
    readonly mayRemove: boolean
  }[]
}

export function Templates({ t, templates }: TemplatesProps): VNode {
  return (
    <Stack space="large">
      <Heading level={1}>{t('klussen.template.title')}</Heading>
      {templates.length === 0 && (
        <EmptyState title={t('klussen.template.none')} text={t('klussen.template.noneText')} />
      )}
      {templates.map((template) => (
        <Cluster key={template.id} spread>
          <span>
            <Link href={template.href}>{template.name}</Link>{' '}
            <span class="dv-small">
              {template.shared ? t('klussen.template.sharedBy', { name: template.owner }) : t('klussen.template.own')}
            </span>
          </span>
          {template.mayRemove && (
            <Form action={`/klussen/templates/${template.id}/delete`} inline>
              <Button
                label={t('klussen.template.remove')}
                fullLabel={t('klussen.template.removeThis', { name: template.name })}
                appearance="subtle"
                icon="trash"
              />
            </Form>
          )}
        </Cluster>
      ))}
    </Stack>
  )
}

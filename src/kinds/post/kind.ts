// Bericht: what people write to each other, in six forms and without one.
import { defineKind } from '../../core/kind.ts'
import { z } from '../../lib/schema.ts'
import en from './en.json' with { type: 'json' }
import { fromObject, toObject } from './federation.ts'
import nl from './nl.json' with { type: 'json' }
import { forms } from './rules.ts'

export const post = defineKind({
  name: 'post',
  schema: z.object({ form: z.enum(forms).optional() }),
  fields: [{ name: 'form', type: 'choice', options: forms }],
  title: 'optional',
  icon: 'message',
  label: ({ form }) => (form ? `post.form.${form}` : 'post.name'),
  facets: ({ form }) => (form ? [{ name: 'form', text: form }] : []),
  // What went wrong is told where it is safe: among the members of one group.
  audience: ({ form }) => (form === 'dit-ging-mis' ? 'group' : undefined),
  federation: { types: ['Article', 'Note', 'Page'], toObject, fromObject },
  texts: { nl, en },
})

// A kind that only tests have: a folder and a line are all that a new kind takes.
import { defineKind } from '../../../src/core/kind.ts'
import { z } from '../../../src/lib/schema.ts'

const schema = z.object({
  servings: z.number('recipe.servingsNeeded').int().min(1).max(40),
  served: z.iso.date(),
  place: z.string().trim().max(120).optional(),
})

const texts = {
  'recipe.name': 'Recept',
  'recipe.field.servings': 'Voor hoeveel mensen',
  'recipe.field.served': 'Wordt gegeten op',
  'recipe.field.place': 'Kantine',
  'recipe.servingsNeeded': 'Vul in voor hoeveel mensen het is.',
}

export const recipe = defineKind({
  name: 'recipe',
  schema,
  fields: [
    { name: 'servings', type: 'number', required: true, min: 1, max: 40 },
    { name: 'served', type: 'date', required: true },
    { name: 'place', type: 'text', max: 120 },
  ],
  title: 'required',
  icon: 'briefcase',
  facets: ({ servings, served }) => [
    { name: 'servings', number: servings },
    { name: 'served', text: served },
  ],
  federation: {
    types: ['Recipe'],
    toObject: ({ title, data }) => ({ type: 'Recipe', name: title, ...data }),
    fromObject(object) {
      const own = schema.safeParse(object)
      return own.success ? { title: String(object['name'] ?? ''), data: own.data } : null
    },
  },
  texts: { nl: texts, en: texts },
})

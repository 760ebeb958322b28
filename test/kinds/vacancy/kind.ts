// A kind that only tests have: a folder and a line are all that a new kind takes.
import { defineKind } from '../../../src/core/kind.ts'
import { z } from '../../../src/lib/schema.ts'

const schema = z.object({
  hours: z.number('vacancy.hoursNeeded').int().min(1).max(40),
  closes: z.iso.date(),
  place: z.string().trim().max(120).optional(),
})

const texts = {
  'vacancy.name': 'Vacature',
  'vacancy.field.hours': 'Uren per week',
  'vacancy.field.closes': 'Sluit op',
  'vacancy.field.place': 'Plaats',
  'vacancy.hoursNeeded': 'Vul het aantal uren in.',
}

export const vacancy = defineKind({
  name: 'vacancy',
  schema,
  fields: [
    { name: 'hours', type: 'number', required: true, min: 1, max: 40 },
    { name: 'closes', type: 'date', required: true },
    { name: 'place', type: 'text', max: 120 },
  ],
  title: 'required',
  icon: 'briefcase',
  facets: ({ hours, closes }) => [
    { name: 'hours', number: hours },
    { name: 'closes', text: closes },
  ],
  federation: {
    types: ['Vacancy'],
    toObject: ({ title, data }) => ({ type: 'Vacancy', name: title, ...data }),
    fromObject(object) {
      const own = schema.safeParse(object)
      return own.success ? { title: String(object['name'] ?? ''), data: own.data } : null
    },
  },
  texts: { nl: texts, en: texts },
})

// Klus: a short assignment at another organisation, asked or offered.
import { defineKind } from '../../core/kind.ts'
import { KlusBrief } from '../../../views/kinds/klus/brief.tsx'
import { ShowKlus } from '../../../views/kinds/klus/show.tsx'
import en from './en.json' with { type: 'json' }
import { fromObject, PROPOSAL, toObject } from './federation.ts'
import { klusFields } from './rules/fields.ts'
import nl from './nl.json' with { type: 'json' }
import { carry, publishing } from './rules/publish.ts'
import { klusSchema } from './rules.ts'

export const klus = defineKind({
  name: 'klus',
  schema: klusSchema,
  fields: klusFields,
  title: 'required',
  icon: 'briefcase',
  label: ({ purpose }) => `klus.purpose.${purpose}`,
  facets: ({ purpose, status, closes }) => [
    { name: 'purpose', text: purpose },
    { name: 'status', text: status },
    ...(closes === undefined ? [] : [{ name: 'closes', text: closes }]),
  ],
  audience: ({ responders }) => (responders === 'network' ? undefined : responders),
  carry,
  publishing,
  keep: ({ responded }) => (responded ? 'klus.keptAfterInterest' : undefined),
  federation: { types: [PROPOSAL], toObject, fromObject },
  views: { Show: ShowKlus, Brief: KlusBrief },
  texts: { nl, en },
})

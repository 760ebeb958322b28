// What is asked about a klus, in the order and the three steps in which it is asked.
import type { FieldSpec } from '../../../core/kind.ts'
import { themes } from '../../../core/themes.ts'
import { klusLimits, purposes, responders, termsOfLoan, wheres } from '../rules.ts'

const { line, text, place, places, expertise, expertiseLength, hoursPerWeek, hoursTotal } = klusLimits

/** Wat; wie, hoeveel en waar; wie mag reageren. Title and text are the spine's, and stand in the first. */
const steps: readonly (readonly FieldSpec[])[] = [
  [
    { name: 'purpose', type: 'choice', options: purposes, required: true },
    { name: 'result', type: 'markdown', max: text, required: true },
    { name: 'forWhom', type: 'text', max: line },
  ],
  [
    { name: 'expertise', type: 'list', max: expertise * (expertiseLength + 2), required: true, suggest: themes },
    { name: 'hoursTotal', type: 'number', min: 0.5, max: hoursTotal },
    { name: 'hoursPerWeek', type: 'number', min: 0.5, max: hoursPerWeek },
    { name: 'starts', type: 'date' },
    { name: 'ends', type: 'date' },
    { name: 'flexible', type: 'flag' },
    { name: 'where', type: 'choice', options: wheres, required: true },
    { name: 'place', type: 'text', max: place },
    { name: 'places', type: 'number', min: 1, max: places },
  ],
  [
    { name: 'responders', type: 'choice', options: responders, required: true },
    { name: 'closes', type: 'date', required: true },
    { name: 'guidance', type: 'markdown', max: text },
    { name: 'learn', type: 'markdown', max: text },
    { name: 'loan', type: 'choice', options: termsOfLoan },
    { name: 'conditions', type: 'markdown', max: text },
    { name: 'candidateInView', type: 'flag' },
    { name: 'contact', type: 'text', max: line },
  ],
]

export const klusFields: readonly FieldSpec[] = steps.flatMap((fields, index) =>
  fields.map((field) => ({ ...field, step: index + 1 })),
)

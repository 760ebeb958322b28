// Commands for the first administrator and for people.
import type { CliCommand } from '../../core/feature.ts'
import { createAccount } from './commands/create.ts'
import { invite } from './commands/invite.ts'
import { setUp } from './commands/set-up.ts'

type Input = Readonly<Record<string, string | true | undefined>>

function text(input: Input, name: string): string {
  const value = input[name]
  return typeof value === 'string' ? value : ''
}

function person(input: Input) {
  return {
    handle: text(input, 'handle'),
    name: text(input, 'name'),
    email: text(input, 'email'),
    password: text(input, 'password'),
    jobTitle: text(input, 'job-title'),
    unit: text(input, 'unit'),
  }
}

const required = (name: string) => ({ name, required: true })
const personOptions = ['handle', 'name', 'email', 'password'].map(required)

export const cli: readonly CliCommand[] = [
  {
    name: 'setup',
    summary: 'Name the organisation and make its first administrator',
    options: [required('organisation'), ...personOptions],
    async run(ctx, input) {
      const { personId } = await setUp(ctx, { ...person(input), organisation: text(input, 'organisation') })
      return { organisation: text(input, 'organisation'), handle: text(input, 'handle'), personId }
    },
  },
  {
    name: 'person create',
    summary: 'Make a person with an account',
    options: [...personOptions, { name: 'job-title' }, { name: 'unit' }, { name: 'admin', flag: true }],
    async run(ctx, input) {
      const { personId } = await createAccount(ctx, { ...person(input), admin: input['admin'] === true })
      return { handle: text(input, 'handle'), personId }
    },
  },
  {
    name: 'person invite',
    summary: 'Make an invitation; the link is mailed and shown',
    options: [required('email'), { name: 'admin', flag: true }],
    async run(ctx, input) {
      const { path } = await invite(ctx, { email: text(input, 'email'), admin: input['admin'] === true })
      return { link: `${ctx.config.origin}${path}` }
    },
  },
]

// Rules on libraries and words: each behind the one file that owns it.
import type { Rule } from './places.ts'

interface Confinement {
  readonly library: RegExp
  readonly to: RegExp
  readonly where: string
}

const ROOM_DATA = '(features|kinds)/[^/]+/(tables|queries|commands|listeners|jobs|visibility)'
const CONFINED: readonly Confinement[] = [
  {
    library: /^express$/,
    to: /^src\/(web|api)\/|^src\/federation\/express\.ts$|^src\/app\.ts$/,
    where: 'src/web, src/api, src/federation/express.ts',
  },
  { library: /^@fedify\//, to: /^src\/federation\//, where: 'src/federation' },
  {
    library: /^kysely$/,
    to: new RegExp(`^migrations/|^src/platform/(db|queue)/|^src/federation/|^src/${ROOM_DATA}`),
    where:
      'platform/db, platform/queue, federation, migrations, and tables, queries, commands, listeners, jobs and visibility of rooms',
  },
  { library: /^(better-sqlite3|pg)$/, to: /^src\/platform\/db\//, where: 'src/platform/db' },
  { library: /^marked$/, to: /^src\/lib\/markdown\.ts$/, where: 'src/lib/markdown.ts' },
  { library: /^sanitize-html$/, to: /^src\/lib\/html\.ts$/, where: 'src/lib/html.ts' },
  { library: /^zod$/, to: /^src\/lib\/schema\.ts$/, where: 'src/lib/schema.ts' },
  {
    library: /^(@node-rs\/argon2|jose)$/,
    to: /^src\/features\/accounts\/|^src\/platform\/config\/secrets\.ts$/,
    where: 'src/features/accounts',
  },
  { library: /^sharp$/, to: /^src\/platform\/files\/(image|drawing)\.ts$/, where: 'src/platform/files' },
  { library: /^nodemailer$/, to: /^src\/platform\/mail\//, where: 'src/platform/mail' },
  { library: /^undici$/, to: /^src\/platform\/http\//, where: 'src/platform/http' },
  { library: /^@logtape\//, to: /^src\/platform\/log\.ts$/, where: 'src/platform/log.ts' },
  {
    library: /^preact/,
    to: /^views\/|^src\/web\/|^src\/core\/(pages|kind|response-view)\.ts$|\/(pages|listeners|jobs)(\/[^/]+)?\.tsx$/,
    where: 'views, src/web and the .tsx files of pages',
  },
]

/** Each library behind the file or folder that owns it. */
export const libraries: Rule = (modules) =>
  modules.flatMap(({ path, imports }) =>
    imports.flatMap(({ library }) => {
      const complaint = library && ofLibrary(path, library)
      return complaint ? [`${path} imports ${library}: ${complaint}`] : []
    }),
  )

function ofLibrary(path: string, library: string): string | undefined {
  if (path.startsWith('migrations/')) return library === 'kysely' ? undefined : 'migrations import kysely only.'
  const confined = CONFINED.find((one) => one.library.test(library))
  if (confined && !confined.to.test(path)) return `it lives in ${confined.where}; call what is offered there.`
  const impure = /\/(rules|flow)(\/|\.ts)/.test(path) && !library.startsWith('node:')
  return impure ? 'rules are pure, lib and core only.' : undefined
}

interface Word {
  readonly pattern: RegExp
  readonly to: RegExp
  readonly say: string
}

const WORDS: readonly Word[] = [
  {
    pattern: /\bprocess\.env\b/,
    to: /^src\/platform\/config\/env\.ts$/,
    say: 'the environment is read in src/platform/config/env.ts only; take it from ctx.config',
  },
  {
    pattern: /\bnew Date\(|\bDate\.now\(/,
    to: /^src\/lib\/(clock|format)\.ts$/,
    say: 'the time is read in src/lib/clock.ts only; use ctx.clock',
  },
  {
    pattern: /(?:await|return|=|=>|void)\s+fetch\(|globalThis\.fetch/,
    to: /^src\/platform\/http\//,
    say: 'requests go out through src/platform/http (tools.http)',
  },
  {
    pattern: /\bmethod:\s*'POST'/,
    to: /^src\/federation\/deliver\.ts$/,
    say: 'src/federation/deliver.ts is the only one that posts: make an outbox rule',
  },
  {
    pattern: /insertInto\('delivery'\)/,
    to: /^src\/federation\/outbox\.ts$/,
    say: 'src/federation/outbox.ts is the only way out: make an outbox rule',
  },
  { pattern: /\bconsole\.\w+\(/, to: /^src\/(cli|main|build)\.ts$|^src\/demo\//, say: 'log through ctx.log' },
]

/** One process.env, one clock, one way out. */
export const words: Rule = (modules) => {
  const complaints: string[] = []
  for (const { path, code } of modules) {
    for (const { pattern, to, say } of WORDS) {
      if (to.test(path)) continue
      code.split('\n').forEach((line, index) => {
        if (pattern.test(line)) complaints.push(`${path}:${index + 1}: ${say}.`)
      })
    }
  }
  return complaints
}

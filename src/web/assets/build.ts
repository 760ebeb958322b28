// Builds what browsers load: `node src/web/assets/build.ts [directory]`. Style sheets, scripts, fonts and the favicon, with
// names that change when they change, compressed beforehand. Runs on plain Node, so it imports no JSX.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { pairs } from '../theme/pairs.ts'
import { readTokens, writeTokens } from '../theme/tokens.ts'
import { fontFiles, fontCss } from './fonts.ts'
import { pruneRules, pruneTokens } from './prune.ts'

const require = createRequire(import.meta.url)
const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Blocks of `@utrecht/component-library-css` that our pages use. A page that uses another one adds it here. */
const utrechtBlocks =
  /^utrecht-(root|document|rich-text|form-field|form-field-description|form-field-error-message|form-fieldset|form-label|textbox|textarea|select|checkbox|radio-button|alert|badge-data|breadcrumb-nav|table|table-container|data-list|link-list)(__|--|$)/

/** NL Design System candidates, whole. */
const candidates = ['button', 'heading', 'link', 'paragraph', 'skip-link']

const themes = {
  voorbeeld: '@nl-design-system-unstable/voorbeeld-design-tokens',
  ma: '@nl-design-system-community/ma-design-tokens',
} as const

/** Plain name → name with the hash of its contents. */
export type Manifest = Readonly<Record<string, string>>

/** Builds everything into a directory, which is emptied first. */
export async function buildAssets(directory: string): Promise<Manifest> {
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const manifest: Record<string, string> = {}
  function put(name: string, bytes: Buffer): string {
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10)
    const file = name.replace(/(\.[^.]+)$/, `-${hash}$1`)
    writeFileSync(join(directory, file), bytes)
    if (!name.endsWith('.woff2')) writeCompressed(join(directory, file), bytes)
    manifest[name] = file
    return file
  }
  for (const font of fontFiles) put(font.name, readFileSync(require.resolve(font.source)))
  put('favicon.svg', readFileSync(join(root, 'views/styles/favicon.svg')))
  const css = await styles(fontCss((name) => manifest[name] ?? name))
  put('app.css', Buffer.from(css))
  for (const [name, source] of Object.entries(themes)) {
    const text = theme(name, source, css)
    if (text !== undefined) put(`theme-${name}.css`, Buffer.from(text))
  }
  put('main.js', await script())
  writeFileSync(join(directory, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

function writeCompressed(path: string, bytes: Buffer): void {
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
}

async function styles(fonts: string): Promise<string> {
  const library = readFileSync(require.resolve('@utrecht/component-library-css'), 'utf8')
  const used = pruneRules(library, (name) => !name.startsWith('utrecht-') || utrechtBlocks.test(name))
  const parts = candidates.map((name) =>
    readFileSync(require.resolve(`@nl-design-system-candidate/${name}-css/${name}.css`), 'utf8'),
  )
  const own = await build({
    entryPoints: [join(root, 'views/styles/index.css')],
    bundle: true,
    write: false,
    target: ['chrome115', 'firefox115', 'safari16'],
    legalComments: 'none',
  })
  const whole = [fonts, used, ...parts, own.outputFiles[0]?.text ?? ''].join('\n')
  return minify(whole)
}

async function minify(css: string): Promise<string> {
  const result = await build({
    stdin: { contents: css, loader: 'css' },
    minify: true,
    write: false,
    legalComments: 'none',
    target: ['chrome115', 'firefox115', 'safari16'],
  })
  return result.outputFiles[0]?.text ?? ''
}

/** A theme's tokens, as far as our pages need them. Undefined when it is not installed (the second one is for tests). */
function theme(name: string, source: string, css: string): string | undefined {
  let text: string
  try {
    text = readFileSync(require.resolve(`${source}/dist/theme.css`), 'utf8')
  } catch {
    return undefined
  }
  const always = pairs.flatMap((pair) => [pair.front, pair.back])
  return writeTokens(pruneTokens(readTokens(text), css, always), `${name}-theme`)
}

async function script(): Promise<Buffer> {
  const result = await build({
    entryPoints: [join(root, 'views/client/main.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome115', 'firefox115', 'safari16'],
    write: false,
    legalComments: 'none',
  })
  return Buffer.from(result.outputFiles[0]?.contents ?? [])
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const directory = process.argv[2] ?? join(root, 'dist/assets')
  const manifest = await buildAssets(directory)
  process.stdout.write(`${Object.keys(manifest).length} assets in ${basename(directory)}\n`)
}

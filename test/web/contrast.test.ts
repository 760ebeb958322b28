// Contrast of themes: the computation, what is refused, and that the themes that come along pass.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from '@jest/globals'
import fc from '../kit/chance.ts'
import { leafGreen, waterBlue } from '../../src/demo/content/themes.ts'
import { contrast, contrastFaults, parseColour } from '../../src/web/theme/contrast.ts'
import { checkTheme, faultText } from '../../src/web/theme/load.ts'
import { pairs } from '../../src/web/theme/pairs.ts'
import { readTokens, resolveToken, splitDark, writeTokens } from '../../src/web/theme/tokens.ts'

const require = createRequire(import.meta.url)
const themes = {
  voorbeeld: '@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css',
  ma: '@nl-design-system-community/ma-design-tokens/dist/theme.css',
}
function tokensOf(name: keyof typeof themes): Map<string, string> {
  return readTokens(readFileSync(require.resolve(themes[name]), 'utf8'))
}

describe('contrast', () => {
  test('as WCAG defines it', () => {
    expect(contrast([0, 0, 0], [1, 1, 1])).toBe(21)
    const grey = parseColour('#767676')
    expect(grey && contrast(grey, [1, 1, 1])).toBeCloseTo(4.54, 2)
  })

  test('is the same both ways round, between 1 and 21', () => {
    const colour = fc.tuple(
      ...Array.from({ length: 3 }, () => fc.double({ min: 0, max: 1, noNaN: true })),
    ) as fc.Arbitrary<[number, number, number]>
    fc.assert(
      fc.property(colour, colour, (a, b) => {
        const ratio = contrast(a, b)
        return ratio === contrast(b, a) && ratio >= 1 && ratio <= 21
      }),
    )
  })

  test.each([
    ['#fff', [1, 1, 1]],
    ['#FFFFFFFF', [1, 1, 1]],
    ['rgb(255, 0, 0)', [1, 0, 0]],
    ['rgb(100% 0% 0% / 1)', [1, 0, 0]],
    ['hsl(120, 100%, 50%)', [0, 1, 0]],
    ['rgba(0, 0, 0, 0.5)', undefined],
    ['#ffffff80', undefined],
    ['transparent', undefined],
    ['rgb(300, 0, 0)', undefined],
  ])('reads %s', (text, expected) => {
    const found = parseColour(text)
    expect(found?.map((part) => Math.round(part * 100) / 100)).toEqual(expected)
  })
})

describe('tokens', () => {
  test('are followed through var() and its fallback, and not in circles', () => {
    const tokens = readTokens('.x{--a: var(--b);--b:var(--none, #123456);--c:var(--d);--d:var(--c)}')
    expect(resolveToken(tokens, '--a')).toBe('#123456')
    expect(resolveToken(tokens, '--c')).toBeUndefined()
  })

  test('that fetch something or break out are left away', () => {
    const tokens = readTokens(
      '@import "https://evil.example/x.css"; .x{--a:url(https://evil.example);--b:red;--c:</style><script>;color:blue} /* --d: red; */',
    )
    expect([...tokens]).toEqual([['--b', 'red']])
    expect(writeTokens(tokens, 'plein-theme')).toBe('.plein-theme{--b:red}\n')
  })

  test('any text at all gives tokens that stay inside their block', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const css = writeTokens(readTokens(`.x{--a:${text};--b:red}`), 'plein-theme')
        return css.split('{').length === 2 && css.split('}').length === 2 && !css.includes('url(')
      }),
    )
  })
})

describe('themes', () => {
  test.each(['voorbeeld', 'ma'] as const)('%s passes', (name) => {
    expect(contrastFaults(tokensOf(name), pairs).map(faultText)).toEqual([])
  })

  test('an organisation may change colours', () => {
    const css =
      '.zandstede { --basis-color-action-1-inverse-bg-default: #0b5a2e; --basis-color-action-1-color-default: #0b5a2e }'
    expect(checkTheme(css, tokensOf('voorbeeld')).faults).toEqual([])
  })

  test('not to colours that cannot be told apart, and is told which pair', () => {
    const { faults } = checkTheme('.x { --basis-color-action-1-inverse-bg-default: #ffdd00 }', tokensOf('voorbeeld'))
    expect(faults.map(faultText)).toEqual([
      expect.stringMatching(
        /^--basis-color-action-1-inverse-color-default on --basis-color-action-1-inverse-bg-default: 1\.\d+, at least 4\.5/,
      ),
    ])
  })

  test('also for dark screens, apart from the others; text then stands light on dark', () => {
    const night = '--basis-color-default-bg-document:#111;--basis-color-default-color-document:#eee'
    const css = `.x{--a:1}/* @media (prefers-color-scheme: dark) { .x{--no:1} } */
      @media (prefers-color-scheme: dark) { .x { --b:2; ${night} } .y { --c:3 } } .z{--d:4}`
    const { tokens, dark, schemes, faults } = checkTheme(css, tokensOf('voorbeeld'))
    expect([[...tokens.keys()], [...dark.keys()].filter((name) => name.length < 4)]).toEqual([
      ['--a', '--d'],
      ['--b', '--c'],
    ])
    expect(schemes).toEqual({ plain: 'light', dark: 'dark' })
    expect(faults.map(faultText)).toContainEqual(expect.stringMatching(/default-color-subtle on .*bg-document: /))
    expect(checkTheme('.x{--a:1}', tokensOf('voorbeeld'))).toMatchObject({ faults: [], dark: new Map() })
    expect(splitDark('.x{--a:1}@media (prefers-color-scheme:dark){.x{--b:2').dark).toBe('.x{--b:2')
  })

  test.each([
    ['blue', waterBlue],
    ['green', leafGreen],
  ])('those of the demo pass, by day and by night (%s)', (_name, css) => {
    const { faults, schemes } = checkTheme(css, tokensOf('voorbeeld'))
    expect(faults.map(faultText)).toEqual([])
    expect(schemes).toEqual({ plain: 'light', dark: 'dark' })
  })

  test('nor to colours that cannot be read', () => {
    const { faults } = checkTheme('.x { --basis-color-default-bg-document: blauw }', tokensOf('voorbeeld'))
    expect(faults[0]?.ratio).toBeUndefined()
    expect(faults.length).toBeGreaterThan(3)
  })
})

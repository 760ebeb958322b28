// The fonts that we serve ourselves: Noto (OFL-1.1), the weights that pages use, Latin and extended Latin.

interface FontFile {
  readonly name: string
  /** In node_modules. */
  readonly source: string
  readonly family: string
  readonly weight: number
  readonly style: 'normal' | 'italic'
  readonly range: string
}

/** As Google Fonts divides them; the second is only loaded for a page that has such letters. */
const ranges = {
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  'latin-ext':
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
} as const

const faces = [
  ['noto-sans', 'Noto Sans', 400, 'normal'],
  ['noto-sans', 'Noto Sans', 400, 'italic'],
  ['noto-sans', 'Noto Sans', 700, 'normal'],
  ['noto-serif', 'Noto Serif', 700, 'normal'],
] as const

export const fontFiles: readonly FontFile[] = faces.flatMap(([set, family, weight, style]) =>
  Object.entries(ranges).map(([subset, range]) => ({
    name: `${set}-${subset}-${weight}${style === 'italic' ? '-italic' : ''}.woff2`,
    source: `@fontsource/${set}/files/${set}-${subset}-${weight}-${style}.woff2`,
    family,
    weight,
    style,
    range,
  })),
)

/** @param fileOf name with its hash */
export function fontCss(fileOf: (name: string) => string): string {
  return fontFiles
    .map(
      (font) =>
        `@font-face{font-family:"${font.family}";font-style:${font.style};font-weight:${font.weight};font-display:swap;` +
        `src:url("/assets/${fileOf(font.name)}") format("woff2");unicode-range:${font.range}}`,
    )
    .join('\n')
}

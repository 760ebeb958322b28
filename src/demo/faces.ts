// Draws faces: simple, friendly, and of nobody.
import type { Face } from './story.ts'

const SKINS: Record<Face['skin'], { base: string; shade: string }> = {
  light: { base: '#f2cdb2', shade: '#e2b193' },
  tan: { base: '#dba77f', shade: '#c68f66' },
  brown: { base: '#a9714b', shade: '#925c39' },
  dark: { base: '#6f452d', shade: '#5b3622' },
}

const BACKGROUNDS = ['#e6eef5', '#f3ead9', '#e4f0e6', '#f5e4e4', '#ece6f4', '#e2f0f0']

/** A portrait of 400 by 400 pixels, as SVG. The same handle gives the same background for ever. */
export function drawFace(face: Face, handle: string): string {
  const skin = SKINS[face.skin]
  const background =
    BACKGROUNDS[Array.from(handle).reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % BACKGROUNDS.length]
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 200 200">',
    `<rect width="200" height="200" fill="${background}"/>`,
    behind(face),
    `<path d="M30 200c0-38 30-54 70-54s70 16 70 54z" fill="${face.clothes}"/>`,
    `<path d="M82 128h36v24c0 14-36 14-36 0z" fill="${skin.shade}"/>`,
    `<ellipse cx="100" cy="92" rx="40" ry="48" fill="${skin.base}"/>`,
    face.hair === 'scarf' ? '' : ears(skin.base),
    face.beard ? beard(face.colour) : '',
    features(skin.shade),
    inFront(face),
    face.glasses ? glasses() : '',
    '</svg>',
  ].join('')
}

function ears(colour: string): string {
  return `<ellipse cx="59" cy="95" rx="7" ry="11" fill="${colour}"/><ellipse cx="141" cy="95" rx="7" ry="11" fill="${colour}"/>`
}

function features(shade: string): string {
  const ink = '#2b211c'
  return [
    `<ellipse cx="84" cy="92" rx="4.2" ry="5" fill="${ink}"/><ellipse cx="116" cy="92" rx="4.2" ry="5" fill="${ink}"/>`,
    `<path d="M75 80q9-6 18-1M107 79q9-5 18 1" fill="none" stroke="${ink}" stroke-width="3" stroke-linecap="round"/>`,
    `<path d="M100 94q-6 14 2 15" fill="none" stroke="${shade}" stroke-width="3.5" stroke-linecap="round"/>`,
    '<path d="M84 119q16 13 32 0" fill="none" stroke="#9c3f3a" stroke-width="4" stroke-linecap="round"/>',
  ].join('')
}

function beard(colour: string): string {
  return `<path d="M61 98c0 52 78 52 78 0-4 18-14 16-22 14-12-4-22-4-34 0-8 2-18 4-22-14z" fill="${colour}"/>`
}

function glasses(): string {
  return '<g fill="#ffffff44" stroke="#333" stroke-width="3"><circle cx="84" cy="92" r="13"/><circle cx="116" cy="92" r="13"/><path d="M97 91q3-3 6 0" fill="none"/></g>'
}

/** Hair or cloth behind the head. */
function behind({ hair, colour }: Face): string {
  if (hair === 'long') return `<path d="M52 96c0-74 96-74 96 0l6 74H46z" fill="${colour}"/>`
  if (hair === 'bob') return `<path d="M52 92c0-66 96-66 96 0v42q-48 18-96 0z" fill="${colour}"/>`
  if (hair === 'bun') return `<circle cx="100" cy="30" r="20" fill="${colour}"/>`
  if (hair === 'curly')
    return curls(colour, [
      [58, 74],
      [64, 54],
      [82, 42],
      [100, 38],
      [118, 42],
      [136, 54],
      [142, 74],
    ])
  if (hair === 'scarf')
    return `<path d="M46 100c0-80 108-80 108 0 0 40 8 60 14 74H32c6-14 14-34 14-74z" fill="${colour}"/>`
  return ''
}

/** Hair or cloth over the forehead. */
function inFront({ hair, colour }: Face): string {
  switch (hair) {
    case 'bald':
      return ''
    case 'scarf':
      return `<path d="M56 92c0-58 88-58 88 0 2-14 2-58-44-58S54 78 56 92z" fill="${colour}"/><path d="M60 118q40 44 80 0l10 34q-50 22-100 0z" fill="${colour}"/>`
    case 'curly':
      return curls(colour, [
        [70, 56],
        [84, 50],
        [100, 48],
        [116, 50],
        [130, 56],
      ])
    case 'long':
    case 'bob':
      return `<path d="M58 90c2-30 20-40 40-38 22 2 40 8 44 38 4-44-14-58-42-58S54 50 58 90z" fill="${colour}"/>`
    case 'bun':
      return `<path d="M58 84c6-28 24-34 42-34s36 6 42 34c4-40-18-50-42-50S54 44 58 84z" fill="${colour}"/>`
    case 'short':
    case 'grey':
      return `<path d="M58 86c0-12 4-20 12-26 20 8 42-2 52 0 12 2 18 12 20 26 6-36-12-56-42-56S52 50 58 86z" fill="${colour}"/>`
  }
}

function curls(colour: string, places: readonly (readonly [number, number])[]): string {
  return places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="15" fill="${colour}"/>`).join('')
}

// Pictures from drawings that we make ourselves (the demo's faces). Never for what comes from outside: SVG can name files.
import sharp from 'sharp'

/** @param svg with width and height. @returns PNG. */
export async function drawPng(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).png().toBuffer()
}

// Pictures from drawings that we make ourselves (the demo's faces). Never for what comes from outside: SVG can name files.

/** @param svg with width and height. @returns PNG. */
export async function drawPng(svg: string): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return sharp(Buffer.from(svg)).png().toBuffer()
}

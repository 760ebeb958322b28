// Pictures that people upload.
import { expect, test } from '@jest/globals'
import sharp from 'sharp'
import { NotAnImage, prepareImage } from '../../../src/platform/files/image.ts'

function plain(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#c04020' } })
}

test('makes a large and a small one, upright, without metadata', async () => {
  // Orientation 6: the camera was held on its side.
  const bytes = await plain(2400, 1200)
    .withExif({ IFD0: { Make: 'Camera', Copyright: 'Jan' }, IFD3: { GPSLatitude: '52/1 5/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const made = await prepareImage(bytes)
  expect([made.mimeType, made.width, made.height]).toEqual(['image/webp', 800, 1600])
  const full = await sharp(made.full).metadata()
  expect([full.format, full.width, full.height, full.orientation]).toEqual(['webp', 800, 1600, undefined])
  expect(full.exif ?? full.xmp ?? full.iptc).toBeUndefined()
  const small = await sharp(made.small).metadata()
  expect([small.width, small.height]).toEqual([160, 320])
})

test('leaves a picture that is small enough at its size', async () => {
  const made = await prepareImage(await plain(40, 30).png().toBuffer())
  expect([made.width, made.height]).toEqual([40, 30])
})

test('keeps an animation moving, and its small one still', async () => {
  const frames = await Promise.all(
    ['red', 'green', 'blue'].map((background) =>
      sharp({ create: { width: 64, height: 48, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )
  const gif = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer()
  const made = await prepareImage(gif)
  expect([made.width, made.height]).toEqual([64, 48])
  expect((await sharp(made.full).metadata()).pages).toBe(3)
  expect((await sharp(made.small).metadata()).pages ?? 1).toBe(1)
})

test.each([
  ['a text', Buffer.from('hello'), 'type'],
  ['nothing', Buffer.alloc(0), 'type'],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'type'],
  ['a PDF', Buffer.from('%PDF-1.7 ...'), 'type'],
  ['a damaged PNG', Buffer.concat([Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'), Buffer.alloc(50)]), 'damaged'],
])('refuses %s', async (_name, bytes, reason) => {
  await expect(prepareImage(bytes)).rejects.toMatchObject({ name: 'NotAnImage', reason })
})

test('refuses a picture that was cut short', async () => {
  const bytes = await plain(600, 600).jpeg().toBuffer()
  await expect(prepareImage(bytes.subarray(0, bytes.length / 2))).rejects.toBeInstanceOf(NotAnImage)
})

test('refuses a bomb: few bytes, very many pixels', async () => {
  const bytes = await plain(9000, 9000).png({ compressionLevel: 9 }).toBuffer()
  expect(bytes.length).toBeLessThan(2_000_000)
  await expect(prepareImage(bytes)).rejects.toMatchObject({ reason: 'too-large' })
})

// Links that carry their own proof: for one purpose, until a moment, for whoever has them (JWT with HS256, RFC 7519).
import { createHmac } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { Ctx } from '../../../core/context.ts'
import { dateOf, type Instant, millisOf } from '../../../lib/clock.ts'

export interface SignedLink {
  /** What it is for: a link for one thing opens nothing else. */
  readonly purpose: string
  /** Id of what it is about. */
  readonly subject: string
  readonly expires: Instant
}

export type LinkReading =
  | { readonly outcome: 'good' | 'over'; readonly subject: string }
  /** Not made here, not for this, or changed on the way. */
  | { readonly outcome: 'wrong' }

/** The token of a link; can be made with the plein's secret key only. */
export async function signLink(ctx: Ctx, { purpose, subject, expires }: SignedLink): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ctx.config.origin)
    .setAudience(purpose)
    .setSubject(subject)
    .setExpirationTime(Math.floor(millisOf(expires) / 1000))
    .sign(keyOf(ctx))
}

/** What a token says. Whether it was used already is for the room to know. */
export async function readLink(ctx: Ctx, token: string, purpose: string): Promise<LinkReading> {
  try {
    const { payload } = await jwtVerify(token, keyOf(ctx), {
      algorithms: ['HS256'],
      issuer: ctx.config.origin,
      audience: purpose,
      currentDate: dateOf(ctx.clock.now()),
      requiredClaims: ['sub', 'exp'],
    })
    return { outcome: 'good', subject: String(payload.sub) }
  } catch (error) {
    // Its signature held: it is ours, only too old.
    if (error instanceof errors.JWTExpired) return { outcome: 'over', subject: String(error.payload.sub) }
    if (error instanceof errors.JOSEError) return { outcome: 'wrong' }
    throw error
  }
}

/** A key of its own, so that no other signature of the plein passes for a link. */
function keyOf(ctx: Ctx): Uint8Array {
  return createHmac('sha256', ctx.config.secretKey).update('signed links').digest()
}

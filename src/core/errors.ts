// "No", said in one way everywhere: commands throw a Refusal, each door translates it (never the message, always the code).

export type RefusalParams = Readonly<Record<string, string | number>>
/** Field name → code of what is wrong there. */
export type FieldFaults = Readonly<Record<string, { code: string; params?: RefusalParams }>>

/**
 * A refusal. `code` is the key of the text for people (nl and en must have it, in the room that throws it);
 * `message` is for the log only; `status` is the HTTP status that the doors use.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
  readonly code: string
  readonly status: number
  readonly params: RefusalParams

  constructor(status: number, code: string, params: RefusalParams = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options)
    this.status = status
    this.code = code
    this.params = params
  }
}

/** It is not there, or the viewer may not know that it is. */
export class NotFound extends Refusal {
  override readonly name = 'NotFound'
  constructor(code = 'error.notFound', params?: RefusalParams, options?: ErrorOptions) {
    super(404, code, params, options)
  }
}

/** One must sign in first. Pages send the visitor to the sign-in form and back. */
export class Unauthenticated extends Refusal {
  override readonly name = 'Unauthenticated'
  constructor(code = 'error.signInFirst', params?: RefusalParams) {
    super(401, code, params)
  }
}

/** The viewer may see it, but not do this with it. */
export class Forbidden extends Refusal {
  override readonly name = 'Forbidden'
  constructor(code = 'error.forbidden', params?: RefusalParams) {
    super(403, code, params)
  }
}

/** What was sent is not right; `fields` says where and why. */
export class Invalid extends Refusal {
  override readonly name = 'Invalid'
  readonly fields: FieldFaults
  constructor(fields: FieldFaults, code = 'error.invalid', params?: RefusalParams) {
    super(422, code, params)
    this.fields = fields
  }
}

/** It clashes with what is there (a handle that is taken, a second vote). */
export class Conflict extends Refusal {
  override readonly name = 'Conflict'
  constructor(code: string, params?: RefusalParams) {
    super(409, code, params)
  }
}

/** It was there and was deleted. */
export class Gone extends Refusal {
  override readonly name = 'Gone'
  constructor(code = 'error.gone', params?: RefusalParams) {
    super(410, code, params)
  }
}

/** The sent body is over the limit. */
export class TooLarge extends Refusal {
  override readonly name = 'TooLarge'
  constructor(code = 'error.tooLarge', params?: RefusalParams) {
    super(413, code, params)
  }
}

/** Too often; `retryAfter` is in whole seconds. */
export class TooMany extends Refusal {
  override readonly name = 'TooMany'
  readonly retryAfter: number
  constructor(retryAfter: number, code = 'error.tooMany') {
    super(429, code, { seconds: retryAfter, minutes: Math.ceil(retryAfter / 60), count: retryAfter })
    this.retryAfter = retryAfter
  }
}

/** Something else is needed that does not answer now. The only Refusal that jobs retry. */
export class Unavailable extends Refusal {
  override readonly name = 'Unavailable'
  constructor(code = 'error.unavailable', params?: RefusalParams, options?: ErrorOptions) {
    super(503, code, params, options)
  }
}

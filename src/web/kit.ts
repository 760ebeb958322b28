// What pages of rooms are made with: answers, forms, and who may come in.
import type { VNode } from 'preact'
import { checked } from '../core/checked.ts'
import { Conflict, Invalid, NotFound, type FieldFaults } from '../core/errors.ts'
import type { Crumb, PageAnswer, PageOptions, PageRequest, SessionChange } from '../core/pages.ts'
import { type LocalPerson, personOf } from '../core/viewer.ts'
import type { PageInput } from '../lib/cursor.ts'
import type { Schema } from '../lib/schema.ts'

/** Typed values by field name, as they came in. */
export type FormValues = Readonly<Record<string, string | readonly string[] | undefined>>

/** A page in the layout. `title` is what the browser's tab says; the body brings its own `h1`. */
export function page(title: string, body: VNode, options: PageOptions = {}): PageAnswer {
  return { type: 'page', title, body, options }
}

/**
 * Which room of the main navigation the pages of an item of this kind belong to, and the way back to it.
 * @param below what stands between the room and the page
 */
export function roomOf(
  { ctx, t }: Pick<PageRequest, 'ctx' | 't'>,
  kind: string,
  below: readonly Crumb[] = [],
): Pick<PageOptions, 'current' | 'breadcrumbs'> {
  const room = ctx.kinds.find(kind)?.room
  if (!room) return { breadcrumbs: below }
  return { current: room.name, breadcrumbs: [{ label: t(`nav.${room.name}`), href: room.path }, ...below] }
}

/** Goes on to another page (303). `flash` is the text key of what happened, shown there once. */
export function redirect(to: string, flash?: string, session?: SessionChange): PageAnswer {
  return {
    type: 'redirect',
    to,
    ...(flash === undefined ? {} : { flash }),
    ...(session === undefined ? {} : { session }),
  }
}

/** Something that is no page: a picture, a feed, an export. */
export function file(
  contentType: string,
  body: Extract<PageAnswer, { type: 'file' }>['body'],
  headers: Readonly<Record<string, string>> = {},
): PageAnswer {
  return { type: 'file', contentType, body, headers }
}

/**
 * The person who is signed in.
 * @throws Unauthenticated: the frame asks to sign in and comes back here, with what was typed.
 */
export function signedIn(request: PageRequest): LocalPerson {
  return personOf(request.ctx.viewer)
}

/** @throws NotFound for everybody who is no administrator, so that the page does not show that it is there. */
export function adminOnly(request: PageRequest): LocalPerson {
  const person = signedIn(request)
  if (!person.admin) throw new NotFound()
  return person
}

/** What a list is asked for (`?after=`). */
export function pageInput(request: PageRequest, limit = 20): PageInput {
  return { after: request.query['after'] || undefined, limit }
}

/** The form's fields through a schema. @throws Invalid with a code for each field */
export function parseForm<T>(request: PageRequest, schema: Schema<T>): T {
  return checked(schema, request.form)
}

export interface FormSteps<T> {
  schema: Schema<T>
  /** The page with the form, filled with `values`, telling `faults`. */
  show(values: FormValues, faults: FieldFaults): PageAnswer | Promise<PageAnswer>
  submit(input: T): Promise<PageAnswer>
  /** What stands in the fields at first (editing). */
  initial?: FormValues
  /** The field to which a Conflict belongs that names none in `params.field`. */
  conflictField?: string
}

/**
 * A page with a form: GET shows it, POST submits it. A form that is not right comes back filled, with status 422.
 * After signing in again, what was typed before stands in it.
 */
export async function form<T>(request: PageRequest, steps: FormSteps<T>): Promise<PageAnswer> {
  if (request.method === 'GET') return steps.show({ ...steps.initial, ...request.kept }, {})
  try {
    return await steps.submit(parseForm(request, steps.schema))
  } catch (error) {
    const faults = faultsOf(error, steps.conflictField)
    if (!faults) throw error
    return withStatus(await steps.show(request.form, { ...faults, ...filesAgain(request, faults) }), 422)
  }
}

/** The faults that a form can show by itself; undefined for every other error. */
function faultsOf(error: unknown, conflictField: string | undefined): FieldFaults | undefined {
  if (error instanceof Invalid && Object.keys(error.fields).length > 0) return error.fields
  if (!(error instanceof Conflict)) return undefined
  const field = error.params['field'] ?? conflictField
  return field === undefined ? undefined : { [String(field)]: { code: error.code, params: error.params } }
}

/** A browser fills in no file by itself: whoever chose one must do so again, and is told where. */
function filesAgain({ files }: PageRequest, faults: FieldFaults): FieldFaults {
  const chosen = files.filter(({ field, bytes }) => bytes.length > 0 && !(field in faults))
  return Object.fromEntries(chosen.map(({ field }) => [field, { code: 'field.fileAgain' }]))
}

function withStatus(answer: PageAnswer, status: number): PageAnswer {
  return answer.type === 'page' ? { ...answer, options: { ...answer.options, status } } : answer
}

/** A path on this plein, for going on after something; anything that leads elsewhere becomes Start. */
export function localPath(text: string, origin = 'http://here.invalid'): string {
  if (!URL.canParse(text, origin)) return '/'
  const url = new URL(text, origin)
  const path = url.pathname + url.search + url.hash
  return url.origin === new URL(origin).origin && !path.startsWith('//') ? path : '/'
}

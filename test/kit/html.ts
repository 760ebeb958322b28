// Reads a page as a person does: by role, by label, by the words on a button.
import { DomUtils, parseDocument } from 'htmlparser2'

export type Node = ReturnType<typeof DomUtils.findAll>[number]

export interface Html {
  readonly source: string
  /** All text that is to be read, white space folded. */
  readonly text: string
  readonly title: string
  readonly lang: string
  /** Elements of a role with (a part of) an accessible name. */
  all(role: Role, name?: string | RegExp): Node[]
  /** @throws Error with what there is instead. */
  one(role: Role, name?: string | RegExp): Node
  has(role: Role, name?: string | RegExp): boolean
  /** Path of a link by its words. */
  link(name: string | RegExp): string
  /** The form that holds a button of that name, or whose action fits. */
  form(found: { button?: string | RegExp; action?: string | RegExp; field?: string }): Form
  find(test: (element: Node) => boolean): Node[]
}

export type Role =
  'link' | 'button' | 'heading' | 'textbox' | 'checkbox' | 'radio' | 'combobox' | 'img' | 'article' | 'alert' | 'list'

export interface Form {
  readonly action: string
  readonly method: 'GET' | 'POST'
  readonly multipart: boolean
  /** Name → value as the page gives it: what a browser would send if nothing were changed (without buttons). */
  readonly values: Readonly<Record<string, string | string[]>>
  readonly names: readonly string[]
  /** The name of the field with this label (or name). @throws Error listing the labels that are there. */
  nameOf(label: string): string
  /** Values that a choice offers. */
  options(name: string): string[]
  /** What the button sends with the form. */
  button(name?: string | RegExp): Record<string, string>
}

export function readHtml(source: string): Html {
  const document = parseDocument(source)
  const find = (test: (element: Node) => boolean) => DomUtils.findAll(test, document.children)

  function all(role: Role, name?: string | RegExp): Node[] {
    return find((element) => roleOf(element) === role && fits(nameOf(element, find), name))
  }
  function one(role: Role, name?: string | RegExp): Node {
    const [first] = all(role, name)
    if (first) return first
    const there = all(role).map((element) => nameOf(element, find))
    throw new Error(`no ${role} ${String(name ?? '')}; there are: ${there.join(' | ') || 'none'}`)
  }
  function form(wanted: { button?: string | RegExp; action?: string | RegExp; field?: string }): Form {
    const forms = find((element) => element.name === 'form').map((element) => formOf(element, find))
    const found = forms.find(
      (one) =>
        (wanted.action === undefined || fits(one.action, wanted.action)) &&
        (wanted.field === undefined || one.names.includes(wanted.field)) &&
        (wanted.button === undefined || one.buttons.some((button) => fits(button.label, wanted.button))),
    )
    if (found) return found
    const there = forms.map(
      (one) => `${one.method} ${one.action} [${one.buttons.map(({ label }) => label).join(', ')}]`,
    )
    throw new Error(
      `no form ${JSON.stringify(wanted, (_key, value: unknown) => (value instanceof RegExp ? String(value) : value))}; there are: ${there.join(' | ') || 'none'}`,
    )
  }

  const main = find((element) => element.name === 'body')[0]
  return {
    source,
    text: fold(main ? textOf(main) : source),
    title: fold(
      find((element) => element.name === 'title')
        .map(textOf)
        .join(' '),
    ),
    lang: find((element) => element.name === 'html')[0]?.attribs['lang'] ?? '',
    all,
    one,
    has: (role, name) => all(role, name).length > 0,
    link: (name) => one('link', name).attribs['href'] ?? '',
    form,
    find,
  }
}

type Find = (test: (element: Node) => boolean) => Node[]

const INPUT_ROLES: Record<string, Role> = { checkbox: 'checkbox', radio: 'radio', submit: 'button', button: 'button' }
const TAG_ROLES: Record<string, Role> = {
  button: 'button',
  textarea: 'textbox',
  select: 'combobox',
  img: 'img',
  article: 'article',
  ul: 'list',
  ol: 'list',
  h1: 'heading',
  h2: 'heading',
  h3: 'heading',
  h4: 'heading',
  h5: 'heading',
  h6: 'heading',
}

function roleOf({ name, attribs }: Node): Role | undefined {
  if (attribs['role']) return attribs['role'] as Role
  if (name === 'a') return attribs['href'] === undefined ? undefined : 'link'
  if (name === 'input')
    return attribs['type'] === 'hidden' ? undefined : (INPUT_ROLES[attribs['type'] ?? ''] ?? 'textbox')
  return TAG_ROLES[name]
}

/** The accessible name, as far as pages without scripts need it (accname 1.2, shortened). */
function nameOf(element: Node, find: Find): string {
  const { attribs } = element
  const labelledBy = attribs['aria-labelledby']
  if (labelledBy)
    return fold(
      labelledBy
        .split(/\s+/)
        .map((id) => byId(id, find))
        .join(' '),
    )
  if (attribs['aria-label']) return attribs['aria-label']
  if (element.name === 'img') return attribs['alt'] ?? ''
  if (['input', 'textarea', 'select'].includes(element.name)) return labelOf(element, find) || (attribs['value'] ?? '')
  return fold(textOf(element))
}

function byId(id: string, find: Find): string {
  return find((element) => element.attribs['id'] === id)
    .map(textOf)
    .join(' ')
}

function labelOf(field: Node, find: Find): string {
  const id = field.attribs['id']
  const labels = find((element) => element.name === 'label')
  const own = labels.filter((label) => (id !== undefined && label.attribs['for'] === id) || contains(label, field))
  return fold(own.map(textOf).join(' '))
}

function contains(outer: Node, inner: Node): boolean {
  for (let parent = inner.parent; parent; parent = parent.parent) if (parent === outer) return true
  return false
}

function textOf(element: Node): string {
  if (['script', 'style', 'svg', 'template'].includes(element.name)) return ''
  return element.children
    .map((child) =>
      child.type === 'text'
        ? (child as unknown as { data: string }).data
        : 'children' in child && (child as Node).name !== 'wbr' // a place where a word may break is no space
          ? ` ${textOf(child as Node)} `
          : '',
    )
    .join('')
}

function fold(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:!?])/g, '$1')
    .trim()
}

function fits(text: string, wanted: string | RegExp | undefined): boolean {
  if (wanted === undefined) return true
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)
}

interface Button {
  readonly label: string
  readonly sends: Record<string, string>
}

function formOf(element: Node, find: Find): Form & { readonly buttons: readonly Button[] } {
  const inside = DomUtils.findAll(
    (one) => ['input', 'textarea', 'select', 'button'].includes(one.name),
    element.children,
  )
  const fields = inside.filter((one) => roleOf(one) !== 'button' && one.attribs['name'])
  const buttons = inside
    .filter((one) => roleOf(one) === 'button')
    .map((one) => ({
      label: nameOf(one, find),
      sends: one.attribs['name'] ? { [one.attribs['name']]: one.attribs['value'] ?? '' } : {},
    }))
  const values: Record<string, string | string[]> = {}
  for (const field of fields)
    for (const value of valuesOf(field)) append(values, field.attribs['name'] as string, value)
  const names = [...new Set(fields.map((field) => field.attribs['name'] as string))]
  return {
    action: element.attribs['action'] ?? '',
    method: element.attribs['method']?.toUpperCase() === 'POST' ? 'POST' : 'GET',
    multipart: element.attribs['enctype'] === 'multipart/form-data',
    values,
    names,
    buttons,
    nameOf(label) {
      const field =
        fields.find((one) => labelOf(one, find).includes(label)) ?? fields.find((one) => one.attribs['name'] === label)
      if (field) return field.attribs['name'] as string
      throw new Error(
        `no field ${label}; there are: ${fields.map((one) => `${labelOf(one, find)} (${one.attribs['name']})`).join(' | ')}`,
      )
    },
    options: (name) =>
      fields
        .filter((field) => field.attribs['name'] === name)
        .flatMap((field) =>
          field.name === 'select'
            ? optionsOf(field).map((option) => option.attribs['value'] ?? textOf(option))
            : [field.attribs['value'] ?? ''],
        ),
    button: (name) => buttons.find(({ label }) => fits(label, name))?.sends ?? {},
  }
}

function optionsOf(select: Node): Node[] {
  return DomUtils.findAll((one) => one.name === 'option', select.children)
}

function valuesOf(field: Node): string[] {
  const { attribs } = field
  if (field.name === 'textarea') return [rawText(field).replace(/^\n/, '')]
  if (field.name === 'select') {
    const options = optionsOf(field)
    const chosen = options.find((option) => option.attribs['selected'] !== undefined) ?? options[0]
    return chosen ? [chosen.attribs['value'] ?? textOf(chosen)] : []
  }
  if (attribs['type'] === 'checkbox' || attribs['type'] === 'radio') {
    return attribs['checked'] === undefined ? [] : [attribs['value'] ?? 'on']
  }
  return attribs['type'] === 'file' ? [] : [attribs['value'] ?? '']
}

function rawText(element: Node): string {
  return DomUtils.textContent(element)
}

function append(values: Record<string, string | string[]>, name: string, value: string): void {
  const before = values[name]
  values[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
}

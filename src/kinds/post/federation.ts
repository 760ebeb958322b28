// A bericht on the wire: `Article` with a title, `Note` without; its form as a term of our own.
import type { JsonObject } from '../../core/federation.ts'
import type { Content, ReceivedDraft } from '../../core/kind.ts'
import { forms, type PostData, type PostForm } from './rules.ts'

/** Mastodon shows of an Article its name, summary and link; of a Note the whole text, and its summary as a warning. */
export function toObject(content: Content<PostData>): { type: string } & JsonObject {
  const form = content.data.form ? { 'dwv:form': content.data.form } : {}
  return content.title ? { type: 'Article', name: content.title, ...form } : { type: 'Note', ...form }
}

/** Articles, Notes and Lemmy's Pages; a Note's name is not a title that its author saw as one, but it is kept. */
export function fromObject(object: JsonObject): ReceivedDraft<PostData> | null {
  const types = Array.isArray(object['type']) ? object['type'] : [object['type']]
  if (!types.some((type) => type === 'Article' || type === 'Note' || type === 'Page')) return null
  const name = object['name']
  const form = forms.find((one): one is PostForm => one === object['dwv:form'])
  return { title: typeof name === 'string' ? name : '', data: form ? { form } : {} }
}

// What happened, as one sentence: the same in the list and in the mail.
import type { Translate } from '../../src/platform/i18n/texts.ts'

export interface Did {
  readonly type: string
  readonly actor: { readonly name: string }
  /** Title or first words of what it is about. */
  readonly subject: string
  /** Text key, with {name} and {subject}. */
  readonly words: string
}

/** Words that another room keeps say nothing of the subject: it follows them. */
export function didWords(t: Translate, { type, actor, subject, words }: Did): string {
  const params = { name: actor.name, subject }
  const said = t.find(words, params) ?? t('notifications.did.moved', params)
  return type === 'moved' && subject ? t('notifications.about', { said, subject }) : said
}

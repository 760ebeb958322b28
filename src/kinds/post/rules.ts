// The forms that a bericht can have.

export const forms = ['blog', 'nieuws', 'discussie', 'praktijkverhaal', 'dit-ging-mis', 'signaal'] as const
export type PostForm = (typeof forms)[number]

export interface PostData {
  readonly form?: PostForm | undefined
}

// HTML from people and from elsewhere: made safe by our own allow-list; plain text and excerpts of it.
import sanitizeHtml from 'sanitize-html'

const TEXT_TAGS = [
  'p',
  'br',
  'hr',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'blockquote',
  'pre',
  'code',
  'ul',
  'ol',
  'li',
  'dl',
  'dt',
  'dd',
  'strong',
  'b',
  'em',
  'i',
  'u',
  's',
  'del',
  'ins',
  'sub',
  'sup',
  'mark',
  'small',
  'kbd',
  'abbr',
  'q',
  'cite',
  'span',
  'a',
  'table',
  'caption',
  'thead',
  'tbody',
  'tfoot',
  'tr',
  'th',
  'td',
  'ruby',
  'rt',
  'rp',
  'details',
  'summary',
  'figure',
  'figcaption',
] as const

const CLASSES = ['mention', 'hashtag', 'u-url', 'h-card', 'p-name', 'invisible', 'ellipsis', 'quote-inline', 'task']

/** Addresses of pictures that pages may show: our own media only, so that no reader's browser asks anything elsewhere. */
const OWN_MEDIA = /^\/media\/[0-9a-f-]{36}(\?size=small)?$/

const options: sanitizeHtml.IOptions = {
  allowedTags: [...TEXT_TAGS, 'img'],
  allowedAttributes: {
    a: ['href', 'rel', 'class', 'title', 'hreflang', 'lang'],
    img: ['src', 'alt', 'title', 'width', 'height', 'loading'],
    ol: ['start', 'reversed'],
    li: ['value', 'class'],
    th: ['scope', 'colspan', 'rowspan'],
    td: ['colspan', 'rowspan'],
    span: ['class', 'lang'],
    code: ['class'],
    p: ['class', 'lang'],
    blockquote: ['cite', 'lang'],
    abbr: ['title'],
  },
  allowedClasses: {
    a: CLASSES,
    span: CLASSES,
    p: CLASSES,
    li: CLASSES,
    code: ['language-*'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesAppliedToAttributes: ['href', 'src', 'cite'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'title',
    'iframe',
    'object',
    'svg',
    'math',
    'template',
  ],
  nestingLimit: 40,
  transformTags: {
    h1: 'h2',
    a: (tagName, attributes) => ({ tagName, attribs: linkAttributes(attributes) }),
    img: pictureOrLink,
    input: (_, attributes) => ({ tagName: 'span', attribs: {}, text: 'checked' in attributes ? '☑' : '☐' }),
  },
}

function linkAttributes(attributes: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const own = /^[/#](?![/\\])/.test(attributes['href'] ?? '')
  const { rel, ...rest } = attributes
  const tag = rel?.split(/\s+/).includes('tag') ? ' tag' : ''
  return own ? { ...rest, ...(tag ? { rel: 'tag' } : {}) } : { ...rest, rel: `nofollow noopener ugc${tag}` }
}

/** A picture that lives elsewhere becomes a link with its text alternative. */
function pictureOrLink(tagName: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const source = attributes['src'] ?? ''
  if (OWN_MEDIA.test(source))
    return { tagName, attribs: { ...attributes, alt: attributes['alt'] ?? '', loading: 'lazy' } }
  if (!/^https?:\/\//i.test(source)) return { tagName: 'span', attribs: {}, text: attributes['alt'] ?? '' }
  return { tagName: 'a', attribs: linkAttributes({ href: source }), text: attributes['alt'] || source }
}

/** Paragraphs of words alone, as most of what is said is written: nothing to clean, and taking it apart costs much. */
const PARAGRAPHS_ONLY = /^(?:<p>[^<>&]*<\/p>)+$/

/** Safe HTML of what somebody wrote, here or elsewhere: no script, no style, no request to another site. */
export function cleanRemoteHtml(html: string): string {
  return PARAGRAPHS_ONLY.test(html) ? html : sanitizeHtml(html, options).trim()
}

const BREAKS = /<\/(?:p|h[1-6]|li|blockquote|pre|tr|dt|dd|figcaption|summary|div)>|<br\s*\/?>|<hr\s*\/?>/gi

/** The words of a piece of HTML, lines kept as lines, without markup or entities. */
export function plainText(html: string): string {
  const bare = sanitizeHtml(html.replace(BREAKS, '$&\n').replace(/<\/t[dh]>/gi, '$& '), {
    allowedTags: [],
    allowedAttributes: {},
  })
  return unescapeHtml(bare)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\n ]*/g, '\n')
    .trim()
}

/** Plain text in one line, cut at a word, at most `max` characters with "…". */
export function excerpt(text: string, max: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const characters = Array.from(line)
  if (characters.length <= max) return line
  const cut = characters.slice(0, max - 1).join('')
  const space = cut.lastIndexOf(' ')
  return `${(space > max / 2 ? cut.slice(0, space) : cut).replace(/[\s,.;:–-]+$/, '')}…`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text for use inside HTML, in an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** The other way: what sanitising left escaped. `&amp;` last, so that nothing is read twice. */
function unescapeHtml(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
}

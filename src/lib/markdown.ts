// Markdown to safe HTML, with the mentions, hashtags and links found on the way.
import { Marked, type RendererObject, type TokenizerAndRendererExtension, type Tokens } from 'marked'
import { cleanRemoteHtml, escapeHtml, excerpt, plainText } from './html.ts'
import { paths } from './urls.ts'

export interface MarkdownOptions {
  /** Page of the person or group with this handle (`jan`, `jan@plein.example`); undefined: stays plain text. */
  mentionHref(handle: string): string | undefined
}

export interface RenderedMarkdown {
  /** Safe HTML. */
  readonly html: string
  /** Handles as typed, lower case, without the first @; also those that nobody has. */
  readonly mentions: readonly string[]
  /** Hashtags as typed, without #. */
  readonly tags: readonly string[]
  /** Addresses of links. */
  readonly links: readonly string[]
  /** Plain text, at most 500 characters. */
  readonly summary: string
}

const SUMMARY_LENGTH = 500
/**
 * Characters that the parser may look at for one text. An ordinary text of 100,000 characters needs a tenth of this;
 * one that was made to take long needs the square of its length.
 */
const MAX_WORK = 100_000_000
/** Looking for the other end of an emphasis costs this much more for each mark behind it. */
const MARK_WORK = 50
/** A line that opens so many quotations and lists inside each other. */
const TOO_DEEP = /^[ \t]*(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]*){50}/m
const MENTION = /^@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*(?:@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?)?)/i
const HASHTAG = /^#((?=[\p{L}\p{N}_-]*\p{L})[\p{L}\p{N}_][\p{L}\p{N}_-]{0,59})/u

interface Found {
  readonly mentions: Set<string>
  readonly tags: Set<string>
  readonly links: Set<string>
}

/**
 * Rendered Markdown (GitHub's dialect; HTML in it is shown as text). Never throws, whatever the source: what is nested
 * beyond reason, or made to take long, is shown as it was typed.
 */
export function renderMarkdown(source: string, options: MarkdownOptions): RenderedMarkdown {
  const found: Found = { mentions: new Set(), tags: new Set(), links: new Set() }
  const html = cleanRemoteHtml(parsed(source, options, found) ?? asTyped(source))
  return {
    html,
    mentions: [...found.mentions],
    tags: [...found.tags],
    links: [...found.links],
    summary: excerpt(plainText(html), SUMMARY_LENGTH),
  }
}

/** Undefined when it costs too much, or is nested so deeply that the stack is used up. */
function parsed(source: string, options: MarkdownOptions, found: Found): string | undefined {
  if (TOO_DEEP.test(source)) return undefined
  const marked = new Marked({ gfm: true, breaks: true, async: false })
  const extensions = [meter('block'), meter('inline'), mentions(options, found), hashtags(found)]
  let work = 0
  /** Sees every step of the parser, takes nothing, and ends it in time. */
  function meter(level: 'block' | 'inline'): TokenizerAndRendererExtension {
    return {
      name: `meter-${level}`,
      level,
      tokenizer(rest) {
        work += level === 'inline' ? rest.length + MARK_WORK * marksIn(rest) : rest.length / 8
        if (work > MAX_WORK) throw new Error('this text takes too long')
        return undefined
      },
    }
  }
  marked.use({ extensions, renderer: renderer(found) })
  try {
    return marked.parse(source) as string
  } catch {
    return undefined
  }
}

/** Marks of emphasis in a text that begins with one. */
function marksIn(text: string): number {
  return /^[*_~]/.test(text) ? text.length - text.replace(/[*_~]+/g, '').length : 0
}

function asTyped(source: string): string {
  return `<p>${escapeHtml(source).replaceAll('\n', '<br>')}</p>`
}

const starts = { '@': /(?:^|[^\p{L}\p{N}_/@#&.])@/u, '#': /(?:^|[^\p{L}\p{N}_/@#&.])#/u }

/** Where a mark may start: at the beginning or after something that is no part of a word or address. */
function startOf(mark: '@' | '#', source: string): number | undefined {
  const match = starts[mark].exec(source)
  return match ? match.index + match[0].length - 1 : undefined
}

function mentions(options: MarkdownOptions, found: Found): TokenizerAndRendererExtension {
  return {
    name: 'mention',
    level: 'inline',
    start: (source) => startOf('@', source),
    tokenizer(source) {
      const match = MENTION.exec(source)
      return match ? { type: 'mention', raw: match[0], handle: match[1]?.toLowerCase() ?? '' } : undefined
    },
    renderer(token) {
      const handle = String(token['handle'])
      found.mentions.add(handle)
      const href = options.mentionHref(handle)
      if (!href) return escapeHtml(token.raw)
      const name = escapeHtml(handle.split('@')[0] ?? handle)
      return `<span class="h-card"><a class="u-url mention" href="${escapeHtml(href)}">@<span>${name}</span></a></span>`
    },
  }
}

function hashtags(found: Found): TokenizerAndRendererExtension {
  return {
    name: 'hashtag',
    level: 'inline',
    start: (source) => startOf('#', source),
    tokenizer(source) {
      const match = HASHTAG.exec(source)
      return match ? { type: 'hashtag', raw: match[0], label: match[1] ?? '' } : undefined
    },
    renderer(token) {
      const label = String(token['label'])
      found.tags.add(label)
      const href = paths.tag(label.toLowerCase())
      return `<a class="mention hashtag" rel="tag" href="${escapeHtml(href)}">#<span>${escapeHtml(label)}</span></a>`
    },
  }
}

function renderer(found: Found): RendererObject {
  return {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text),
    heading({ tokens, depth }) {
      // The page has the only h1; a heading in a text starts one level lower.
      const level = Math.min(depth + 1, 6)
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`
    },
    link({ href, tokens }) {
      found.links.add(href)
      return `<a href="${escapeHtml(href)}">${this.parser.parseInline(tokens)}</a>`
    },
  }
}

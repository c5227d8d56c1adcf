import MarkdownIt from 'markdown-it'
import sanitizeHtml from 'sanitize-html'

/** Stored with each revision: a new renderer gets a new number, and old rows say what made them. */
export const rendererVersion = 1

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false }).disable([
  'image',
  'heading',
  'lheading',
  'hr',
  'table',
  'reference',
])

const policy: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'a', 'em', 'strong', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li'],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  nestingLimit: 20,
  transformTags: {
    a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'nofollow ugc noopener' } }),
  },
}

/** A comment's Markdown as safe HTML: no raw HTML, images or headings; links carry `nofollow ugc`. Rendered once, on write. */
export const renderMarkdown = (text: string): string => sanitizeHtml(markdown.render(text), policy).trim()

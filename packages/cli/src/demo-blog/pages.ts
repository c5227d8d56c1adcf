import { type Post, posts } from './posts.ts'

export interface BlogOptions {
  /** where the API is reached, path prefix included, without a slash at the end */
  apiUrl: string
  site: string
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (value: string): string => value.replace(/[&<>"]/g, (character) => escapes[character] ?? '')

const longDate = ({ date, lang }: Post): string =>
  new Date(date).toLocaleDateString(lang, { dateStyle: 'long', timeZone: 'UTC' })

const dateLine = (post: Post): string => `<time datetime="${post.date}">${longDate(post)}</time>`

/** What an owner pastes into a post, and nothing else. */
const snippet = (post: Post, { apiUrl, site }: BlogOptions): string => `
    <tertulia-comments site="${escaped(site)}" page="${post.path}" lang="${post.lang}">
      <a href="${escaped(apiUrl)}/sites/${encodeURIComponent(site)}/pages/${encodeURIComponent(post.path)}">${post.commentsLabel}</a>
    </tertulia-comments>
    <script type="module" src="${escaped(apiUrl)}/widget.js"></script>`

function layout({ lang, title, head, main }: { lang: string; title: string; head: string; main: string }): string {
  return `<!doctype html>
<html lang="${lang}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${escaped(title)}</title>
    <link rel="stylesheet" href="/style.css">
    <link rel="icon" href="/icon.svg" type="image/svg+xml">${head}
  </head>
  <body>
    <header class="masthead"><a href="/">Demo blog</a><span lang="en">notes from the south of the Americas</span></header>
    <main>${main}</main>
    <footer class="colophon" lang="en">A small blog to try Tertulia with. Its comments come from another origin, as they would on yours.</footer>
  </body>
</html>
`
}

export const indexPage = (): string =>
  layout({
    lang: 'en',
    title: 'Demo blog',
    head: '\n    <link rel="canonical" href="/">',
    main: posts
      .map(
        (post) => `
    <article class="teaser" lang="${post.lang}">
      <h2><a href="${post.path}">${escaped(post.title)}</a></h2>
      <p>${escaped(post.summary)}</p>
      <p class="date">${dateLine(post)}</p>
    </article>`,
      )
      .join(''),
  })

export const postPage = (post: Post, options: BlogOptions): string =>
  layout({
    lang: post.lang,
    title: `${post.title} · Demo blog`,
    head: `
    <link rel="canonical" href="${post.path}">
    <meta property="og:title" content="${escaped(post.title)}">`,
    main: `
    <article class="post">
      <h1>${escaped(post.title)}</h1>
      <p class="date">${dateLine(post)}</p>
      ${post.html}
    </article>${snippet(post, options)}
    `,
  })

export const missingPage = (): string =>
  layout({
    lang: 'en',
    title: 'Not found · Demo blog',
    head: '',
    main: '\n    <h1>Nothing here</h1>\n    <p>This page does not exist. The three posts are on the <a href="/">front page</a>.</p>',
  })

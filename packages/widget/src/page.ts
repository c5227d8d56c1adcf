const titleLengthMax = 300

/** What the page says of itself, for moderators to see beside the comment: canonical address and title. */
export function describePage(element: Element): { url: string; title?: string } {
  const from = (selector: string, attribute: string) => document.querySelector(selector)?.getAttribute(attribute)
  const canonical = element.getAttribute('url') ?? from('link[rel~="canonical"]', 'href') ?? ''
  const url = URL.canParse(canonical, document.baseURI) && canonical ? new URL(canonical, document.baseURI) : location
  const title = element.getAttribute('title') || from('meta[property="og:title"]', 'content') || document.title
  const shortTitle = title
    .slice(0, titleLengthMax)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
  return { url: url.href.replace(/#.*/s, ''), ...(shortTitle ? { title: shortTitle } : {}) }
}

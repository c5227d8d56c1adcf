import { describe, expect, test } from 'vitest'
import { type Markup, parseHtml, safeHref } from './parse-html.ts'

const flat = (markup: Markup[]): string =>
  markup
    .map((one) => {
      if (typeof one === 'string') return one
      const attributes = Object.entries(one.attributes).map(([name, value]) => ` ${name}=${value}`)
      return `[${one.tag}${attributes.join('')}:${flat(one.children)}]`
    })
    .join('')

describe('the server’s rendering', () => {
  test('keeps its paragraphs, lists, quotes and code', () => {
    const html = `<p>One <strong>two <em>three</em></strong><br />four</p>
<blockquote>\n<p>q</p>\n</blockquote><ol start="3"><li>x</li></ol><pre><code>a &lt;b&gt; &amp;amp;</code></pre>`
    expect(flat(parseHtml(html)).replaceAll('\n', '')).toBe(
      '[p:One [strong:two [em:three]][br:]four][blockquote:[p:q]][ol start=3:[li:x]][pre:[code:a <b> &amp;]]',
    )
  })

  test('keeps links to http, https and mailto, always with our rel', () => {
    expect(flat(parseHtml('<a href="https://a.example/?b=1&amp;c=2" rel="opener">x</a>'))).toBe(
      '[a href=https://a.example/?b=1&c=2 rel=nofollow ugc noopener:x]',
    )
  })

  test.for([
    ['<script>alert(1)</script>', 'alert(1)'],
    ['<img src=x onerror=alert(1)>', ''],
    ['<img src="x" onerror="alert(1)">', ''],
    ['<svg/onload=alert(1)>', '<svg/onload=alert(1)>'],
    ['<p onclick="alert(1)" style="color:red" id="x" class="y">t</p>', '[p:t]'],
    ['<a href="javascript:alert(1)">x</a>', '[a:x]'],
    ['<a href="java&#115;cript:alert(1)">x</a>', '[a:x]'],
    ['<a href=" &#x01;javascript:alert(1)">x</a>', '[a:x]'],
    ['<a href="//evil.example">x</a>', '[a:x]'],
    ['<a data-href="https://a.example">x</a>', '[a:x]'],
    ['<iframe srcdoc="<script>alert(1)</script>"></iframe>', ''],
    ['<style>p{color:red}</style><p>x', 'p{color:red}[p:x]'],
    ['</p></div>x<p', 'x<p'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;', '<script>alert(1)</script>'],
    ['&#0;&#x110000;&bogus;', '&#0;&#x110000;&bogus;'],
  ])('makes %s inert', ([html, expected]) => {
    expect(flat(parseHtml(html!))).toBe(expected)
  })

  test('is read in linear time and without deep recursion, whatever comes', () => {
    const start = performance.now()
    for (const piece of ['<p>', '<', '<a href="', '<a ""', '</p>', '&#']) parseHtml(piece.repeat(20_000))
    expect(performance.now() - start).toBeLessThan(2_000)
    const depth = (markup: Markup[]): number =>
      Math.max(0, ...markup.map((one) => (typeof one === 'string' ? 0 : 1 + depth(one.children))))
    expect(depth(parseHtml('<blockquote>'.repeat(5_000)))).toBeLessThan(50)
  })
})

test('an address is safe when it is absolute and http, https or mailto', () => {
  const all = ['https://a.example', 'http://a.example', 'mailto:a@b.example', 'ftp://a', 'data:text/html,x', '/x', '']
  expect(all.filter((href) => safeHref(href))).toEqual(all.slice(0, 3))
})

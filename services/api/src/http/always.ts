/** Headers of every answer. What needs a page's own policy (`/docs`) brings its own `content-security-policy`. */
export const always = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
} as const

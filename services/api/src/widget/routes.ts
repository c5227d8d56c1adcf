import { readFile } from 'node:fs/promises'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { Problem } from '@tertulia/contract'
import { widgetFile } from '@tertulia/widget'
import { answerBytes } from '../http/answer-bytes.ts'
import type { AppEnv } from '../http/app-env.ts'
import { type CachedAnswer, cachedAnswer } from '../http/page-cache.ts'

/** The widget's one file. */
export function widgetRoutes(app: OpenAPIHono<AppEnv>): void {
  let answer: Promise<CachedAnswer> | undefined

  app.get('/widget.js', async (c) => {
    answer ??= readFile(widgetFile(), 'utf8').then((source) => cachedAnswer(null, source))
    const file = await answer.catch((cause: unknown) => {
      answer = undefined
      throw new Problem('unavailable', 'The widget is not built: run `npm run build`.', { retryAfter: 60 }, { cause })
    })
    return answerBytes(c, file, 'text/javascript; charset=utf-8')
  })
}

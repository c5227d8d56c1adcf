import { readFileSync } from 'node:fs'

/** A post of the demo blog. Its path is the page key of its comments. */
export interface Post {
  path: string
  lang: 'en' | 'es' | 'pt-BR'
  title: string
  summary: string
  date: string
  /** what the link inside the widget reads, before or without scripts */
  commentsLabel: string
  html: string
}

const text = (file: string): string => readFileSync(new URL(`posts/${file}.html`, import.meta.url), 'utf8')

export const posts: readonly Post[] = [
  {
    path: '/posts/pots-and-pans',
    lang: 'en',
    title: 'What a cooking pot can say',
    summary: 'From Santiago to Bogotá, the evening noise that brings down ministers and cannot replace them.',
    date: '2026-11-12',
    commentsLabel: 'Comments',
    html: text('pots-and-pans'),
  },
  {
    path: '/posts/la-hoja-y-el-polvo',
    lang: 'es',
    title: 'La hoja y el polvo',
    summary: 'La coca, la cocaína y un tratado que durante medio siglo no quiso distinguirlas.',
    date: '2026-11-05',
    commentsLabel: 'Comentarios',
    html: text('la-hoja-y-el-polvo'),
  },
  {
    path: '/posts/o-samba-da-a-noticia',
    lang: 'pt-BR',
    title: 'O samba dá a notícia',
    summary: 'Quando a avenida conta o que o livro de história deixou de fora.',
    date: '2026-10-29',
    commentsLabel: 'Comentários',
    html: text('o-samba-da-a-noticia'),
  },
]

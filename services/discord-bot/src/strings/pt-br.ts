import type { Strings } from './strings.ts'

export const ptBR: Strings = {
  locale: 'pt-BR',

  approve: 'Aprovar',
  reject: 'Rejeitar…',
  spam: 'Spam',
  undo: 'Desfazer',

  on: (author, page) => `**${author}** em ${page}`,
  unconfirmed: 'título enviado por quem comentou',
  firstComment: 'primeiro comentário',
  record: (approved, rejected) => `antes: ${approved} aprovados · ${rejected} rejeitados`,
  edited: (when) => `editado ${when}`,
  inReplyTo: (who, text) => `Em resposta a **${who}**: ${text}`,
  charactersLeftOut: (count) => `… e mais ${count} caracteres`,
  whyHeld: 'Por que está retido',
  noRule: 'Nenhuma regra fala contra.',
  ruleError: 'uma regra falhou, então uma pessoa precisa olhar',
  reasons: {
    spam: 'spam',
    abuse: 'ofensa',
    'off-topic': 'fora do assunto',
    'personal-data': 'dados pessoais',
    illegal: 'conteúdo ilegal',
    duplicate: 'duplicado',
    other: 'outro',
  },

  approved: (who) => `**Aprovado** por ${who}`,
  rejected: (who, reason) => `**Rejeitado** por ${who} (${reason})`,
  restored: (who, status) =>
    `${who} desfez a última decisão: **${{ pending: 'pendente de novo', approved: 'aprovado', rejected: 'rejeitado' }[status]}**`,
  deleted: '**Excluído**',
  policy: 'as regras',
  theAuthor: 'quem escreveu',
  somebody: 'alguém',

  rejectTitle: 'Rejeitar este comentário',
  reasonLabel: 'Motivo',
  noteLabel: 'Nota',
  noteDescription: 'Só para a equipe, se não houver aviso.',
  tellLabel: 'Avisar quem escreveu',
  tellDescription: 'Mostra a nota a quem escreveu, junto do comentário.',

  notAllowed: 'Aqui só decidem membros com um cargo de moderação deste site.',
  oldCard: 'Este cartão não é mais atual. Use o mais recente deste comentário.',
  gone: 'Este comentário não está mais aqui.',
  tooLate: (what, when) => `Alguém foi mais rápido. ${what} ${when}.`,
  stale: 'O comentário foi editado depois que você o viu, então nada foi decidido. O cartão mostra o texto novo.',
  undoExpired: 'Não dá mais para desfazer: passaram dez minutos ou algo foi decidido depois.',
  failed: 'Algo deu errado do nosso lado. Olhe o cartão antes de apertar de novo.',
}

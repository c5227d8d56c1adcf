import type { Strings } from './strings.ts'

export const es: Strings = {
  locale: 'es',

  approve: 'Aprobar',
  reject: 'Rechazar…',
  spam: 'Spam',
  undo: 'Deshacer',

  on: (author, page) => `**${author}** en ${page}`,
  unconfirmed: 'título enviado por quien comenta',
  firstComment: 'primer comentario',
  record: (approved, rejected) => `antes: ${approved} aprobados · ${rejected} rechazados`,
  edited: (when) => `editado ${when}`,
  inReplyTo: (who, text) => `En respuesta a **${who}**: ${text}`,
  charactersLeftOut: (count) => `… y ${count} caracteres más`,
  whyHeld: 'Por qué está retenido',
  noRule: 'Ninguna regla habla en contra.',
  ruleError: 'falló una regla, así que debe mirarlo una persona',
  reasons: {
    spam: 'spam',
    abuse: 'insultos',
    'off-topic': 'fuera de tema',
    'personal-data': 'datos personales',
    illegal: 'contenido ilegal',
    duplicate: 'duplicado',
    other: 'otro',
  },

  approved: (who) => `**Aprobado** por ${who}`,
  rejected: (who, reason) => `**Rechazado** por ${who} (${reason})`,
  restored: (who, status) =>
    `${who} deshizo la última decisión: **${{ pending: 'pendiente de nuevo', approved: 'aprobado', rejected: 'rechazado' }[status]}**`,
  deleted: '**Eliminado**',
  policy: 'las reglas',
  theAuthor: 'quien lo escribió',
  somebody: 'alguien',

  rejectTitle: 'Rechazar este comentario',
  reasonLabel: 'Motivo',
  noteLabel: 'Nota',
  noteDescription: 'Solo para el equipo, si no se avisa.',
  tellLabel: 'Avisar a quien lo escribió',
  tellDescription: 'Muestra la nota a quien escribió, junto a su comentario.',

  notAllowed: 'Aquí solo deciden miembros con un rol de moderación de este sitio.',
  oldCard: 'Esta tarjeta ya no es actual. Usa la más reciente de este comentario.',
  gone: 'Este comentario ya no está.',
  tooLate: (what, when) => `Alguien se adelantó. ${what} ${when}.`,
  stale:
    'El comentario se editó después de que lo vieras, así que no se decidió nada. La tarjeta muestra el texto nuevo.',
  undoExpired: 'Ya no se puede deshacer: pasaron diez minutos o se decidió algo después.',
  failed: 'Algo falló de nuestro lado. Mira la tarjeta antes de volver a pulsar.',
}

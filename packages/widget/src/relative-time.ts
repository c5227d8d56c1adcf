const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "5 minutes ago", and the date from 30 days on. A clock that runs behind the server's reads "now". */
export function relativeTime(at: Date, now: Date, locale: string): string {
  const seconds = Math.max(0, (now.getTime() - at.getTime()) / 1_000)
  if (seconds >= 30 * 86_400) return at.toLocaleDateString(locale, { dateStyle: 'long' })
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  for (const [unit, length] of units) if (seconds >= length) return format.format(-Math.floor(seconds / length), unit)
  return format.format(0, 'second')
}

export const exactTime = (at: Date, locale: string): string =>
  at.toLocaleString(locale, { dateStyle: 'full', timeStyle: 'short' })

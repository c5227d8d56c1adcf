import type { Verdict } from '@tertulia/contract'
import {
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  type APITextDisplayComponent,
  ComponentType,
  MessageFlags,
} from 'discord-api-types/v10'
import { type Action, buttons } from '../buttons/index.ts'
import { type CustomId, formatCustomId } from '../custom-id.ts'
import { type Strings, stringsFor } from '../strings/strings.ts'
import { neutralise, neutraliseLine } from '../text/neutralise.ts'
import type { CardView } from './card-view.ts'
import { ago, describeDecision, reasonWords } from './describe-decision.ts'
import { undoUntil } from './undo-until.ts'

/** Part of a message's body, for a create, an edit and an answer alike. */
export interface CardMessage {
  flags: MessageFlags.IsComponentsV2
  components: APIMessageTopLevelComponent[]
  allowed_mentions: { parse: [] }
}

// All of a message's text together may have 4,000 characters; these bounds leave room for the words between.
const bounds = { charsMax: 1_500, linesMax: 30, escapedMax: 2_000 }
const nameMax = 60
const titleMax = 120
const urlMax = 300
const parentMax = 120
const verdictsLengthMax = 700
const wordMax = 30
const colours = { pending: 0xe9c46a, approved: 0x2a9d8f, rejected: 0xe76f51, deleted: 0x8d99ae }

/**
 * A comment's present state as the body of a message (Components V2): while pending with its text and the buttons to decide,
 * afterwards one line, with Undo while that works. Pure: the same view, locale and time give the same bytes.
 */
export function renderCard(view: CardView, { locale, now }: { locale: string; now: Date }): CardMessage {
  const strings = stringsFor(locale)
  const pending = view.comment.status === 'pending'
  const components = pending ? pendingCard(view, strings) : decidedCard(view, strings, now)
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [{ type: ComponentType.Container, accent_color: colours[view.comment.status], components }],
    allowed_mentions: { parse: [] },
  }
}

function pendingCard(view: CardView, strings: Strings): APIComponentInContainer[] {
  const { text, left } = neutralise(view.comment.text, bounds)
  const small = [record(view, strings), language(view, strings), ago(view.comment.createdAt)]
  const { editedAt } = view.comment
  const head = [
    who(view, strings),
    `-# ${[...small, ...(editedAt ? [strings.edited(ago(editedAt))] : [])].filter(Boolean).join(' · ')}`,
    ...(view.parent ? [`-# ${replyLine(view.parent, strings)}`] : []),
    ...(view.decision?.action === 'undo' ? [`-# ${decisionLine(view, strings)}`] : []),
  ]
  return [
    textDisplay(head.join('\n')),
    textDisplay(`${text.replaceAll(/^/gm, '> ')}${left > 0 ? `\n-# ${strings.charactersLeftOut(left)}` : ''}`),
    textDisplay(`**${strings.whyHeld}**\n${whyHeld(view.verdicts, strings)}`),
    {
      type: ComponentType.ActionRow,
      components: (['approve', 'reject', 'spam'] as const).map((action) => button(action, view, strings)),
    },
  ]
}

function decidedCard(view: CardView, strings: Strings, now: Date): APIComponentInContainer[] {
  const line = textDisplay(`${decisionLine(view, strings)}\n-# ${who(view, strings)}`)
  if (!undoUntil(view, now)) return [line]
  return [{ type: ComponentType.Section, components: [line], accessory: button('undo', view, strings) }]
}

const textDisplay = (content: string): APITextDisplayComponent => ({ type: ComponentType.TextDisplay, content })

function button(action: Action, { comment, decision }: CardView, strings: Strings): APIButtonComponentWithCustomId {
  const id: CustomId = {
    action,
    comment: comment.id,
    revision: comment.revision,
    seen: comment.status as CustomId['seen'],
    ...(action === 'undo' && decision ? { decision: decision.id } : {}),
  }
  const { style, label } = buttons[action]
  return { type: ComponentType.Button, style, label: label(strings), custom_id: formatCustomId(id) }
}

function who({ comment, page }: CardView, strings: Strings): string {
  const title = neutraliseLine(page.title ?? page.key, titleMax)
  // A parenthesis would end the link early.
  const url = page.url?.replaceAll('(', '%28').replaceAll(')', '%29')
  const link = url && url.length <= urlMax ? `[${title}](${url})` : title
  const claim = page.confirmed || !page.title ? '' : ` (${strings.unconfirmed})`
  return strings.on(neutraliseLine(comment.author.name, nameMax), link + claim)
}

function record({ author }: CardView, strings: Strings): string {
  return author.approved + author.rejected === 0
    ? strings.firstComment
    : strings.record(author.approved, author.rejected)
}

const language = ({ comment }: CardView, strings: Strings): string =>
  comment.lang ? (new Intl.DisplayNames(strings.locale, { type: 'language' }).of(comment.lang) ?? comment.lang) : ''

const replyLine = (parent: NonNullable<CardView['parent']>, strings: Strings): string =>
  strings.inReplyTo(neutraliseLine(parent.name, nameMax), neutraliseLine(parent.text, parentMax))

function decisionLine({ comment, decision }: CardView, strings: Strings): string {
  if (comment.status === 'deleted') return strings.deleted
  return decision ? `${describeDecision(decision, strings)} ${ago(decision.createdAt)}` : ''
}

/** The rules that speak against it. One without weight explains a hold only where nothing else does: a hard rule, say. */
function whyHeld(verdicts: readonly Verdict[], strings: Strings): string {
  const against = verdicts.filter(({ weight }) => weight > 0)
  const failed = verdicts.filter(({ rule }) => rule === 'rule-error')
  const told = against.length > 0 ? [...failed, ...against] : verdicts.filter(({ weight }) => weight === 0)
  const lines: string[] = []
  for (const verdict of told) {
    const line = `- ${verdictLine(verdict, strings)}`
    if ([...lines, line].join('\n').length > verdictsLengthMax) break
    lines.push(line)
  }
  return lines.join('\n') || strings.noRule
}

function verdictLine({ rule, reason, weight, spans }: Verdict, strings: Strings): string {
  if (rule === 'rule-error') return strings.ruleError
  const words = [...new Set(spans.map((span) => neutraliseLine(span.text, wordMax)))].slice(0, 3)
  const sum = weight > 0 ? ` +${weight.toLocaleString(strings.locale)}` : ''
  const quoted = words.length > 0 ? `: ${words.map((word) => `“${word}”`).join(', ')}` : ''
  return `${reasonWords(reason, strings)}${sum} (${neutraliseLine(rule, nameMax)})${quoted}`
}

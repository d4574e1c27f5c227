// Words and numbers as the pages show them. Go has the same functions in server/view/words.go and geo/text; tests of both sides
// read the shared tables.

import type { MentionProperties, PlaceProperties } from './types.ts'
import vocabulary from './vocabulary.json' with { type: 'json' }

const lookup = (table: Record<string, string>, key: string): string => table[key] ?? key

/** Returns the label of a kind of place: "state or province" for "admin1". */
export function kindLabel(kind: string): string {
  return lookup(vocabulary.kinds, kind)
}

/** Returns the label of an outcome: "not found" for "missing". */
export function outcomeLabel(outcome: string): string {
  return lookup(vocabulary.outcomes, outcome)
}

/** Describes how a mention uses the name of a place: "stands for a government or team". */
export function roleWords(m: Pick<MentionProperties, 'role' | 'association'>): string {
  const associations: Record<string, string> = vocabulary.associations
  const association = m.role === 'associative' ? associations[m.association ?? ''] : undefined
  return association ?? lookup(vocabulary.roles, m.role)
}

/** Returns the areas that contain a place: "Texas, United States". */
export function where(p: { name?: string; admin1?: string; country_name?: string }): string {
  return [p.admin1, p.country_name].filter(part => part !== undefined && part !== '' && part !== p.name).join(', ')
}

/** Describes a place next to its name in a list. */
export function placeDescription(p: PlaceProperties): string {
  return p.precision === 'country or region' ? kindLabel(p.kind) : where(p) || kindLabel(p.kind)
}

/** Returns the label of a place's kind, after its precision if that adds something: "site · border crossing". */
export function kindAndPrecision(kind: string, precision: string): string {
  const label = kindLabel(kind)
  return precision === 'country or region' || label === precision ? label : `${precision} · ${label}`
}

/** Returns a text with its first letter in upper case. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const months = 'January February March April May June July August September October November December'.split(' ')

/** Formats a publication time as a day: "6 September 2021". Strings in other formats are returned unchanged. */
export function day(published: string | undefined): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)/.exec(published ?? '')
  const month = parts && months[Number(parts[2]) - 1]
  return parts && month ? `${Number(parts[3])} ${month} ${parts[1]}` : (published ?? '')
}

/** Formats the days that a passage is about: "1 August 2021 to 31 August 2021 (“last month”)". */
export function dateRange(m: Pick<MentionProperties, 'when_first' | 'when_last' | 'when_words'>): string {
  if (!m.when_first) return ''
  const range = m.when_last && m.when_last !== m.when_first ? `${day(m.when_first)} to ${day(m.when_last)}` : day(m.when_first)
  return m.when_words ? `${range} (“${m.when_words}”)` : range
}

/** Formats a probability as a percentage from 1% to 99%: nothing is impossible or certain. */
export function percent(score: number): string {
  return `${Math.min(Math.max(Math.round(score * 100), 1), 99)}%`
}

/** Formats a number with commas between thousands: "14,039". */
export function formatNumber(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Formats a number with its noun: "1 passage", "17 passages". */
export function countOf(n: number, one: string, many: string): string {
  return `${formatNumber(n)} ${n === 1 ? one : many}`
}

/** Folds case and the diacritics of Latin, Greek and Cyrillic letters, as text.Fold does in Go. */
export function fold(text: string): string {
  let folded = ''
  let base = ''
  for (const point of text.normalize('NFD')) {
    const mark = /\p{Mn}/u.test(point)
    if (mark && /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(base)) continue
    if (!mark) base = point
    // Lower case code point by code point, without the context rules for final sigma.
    folded += point.toLowerCase()
  }
  return folded.normalize('NFC')
}

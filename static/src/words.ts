// Words and numbers as the pages show them. Go has the same functions in server/view/words.go and geo/text; tests of both sides
// read the shared tables.

import type { PlaceProperties } from './types.ts'
import vocabulary from './vocabulary.json' with { type: 'json' }

const lookup = (table: Record<string, string>, key: string): string => table[key] ?? key

/** Returns the label of a kind of place: "state or province" for "admin1". */
export function kindLabel(kind: string): string {
  return lookup(vocabulary.kinds, kind)
}

/** Returns the areas that contain a place: "Texas, United States". */
export function where(p: { name?: string; admin1?: string; country_name?: string }): string {
  return [p.admin1, p.country_name].filter(part => part !== undefined && part !== '' && part !== p.name).join(', ')
}

/** Describes a place next to its name in a list. */
export function placeDescription(p: PlaceProperties): string {
  return p.precision === 'country or region' ? kindLabel(p.kind) : where(p) || kindLabel(p.kind)
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

// Words and numbers as readers write them; server/page/words.go writes them alike.

import type { MentionProperties, PlaceProperties } from './types.ts'

const kinds: Record<string, string> = {
  unknown: 'place',
  admin1: 'first-level area',
  admin2: 'second-level area',
  admin3: 'local area',
  quarter: 'part of a settlement',
  base: 'military base',
  crossing: 'border crossing',
  pass: 'pass or valley',
  range: 'mountains or plateau',
}

export const outcomes: Record<string, string> = {
  placed: 'placed',
  country: 'countries',
  ambiguous: 'ambiguous',
  approximate: 'approximate',
  missing: 'not in the gazetteer',
}

export function kindWord(kind: string): string {
  return kinds[kind] ?? kind
}

/** The areas that hold a place: "Texas, United States". */
export function where(p: { name?: string; admin1?: string; country_name?: string }): string {
  return [p.admin1, p.country_name].filter(part => part !== undefined && part !== '' && part !== p.name).join(', ')
}

/** How a list describes a place beside its name. */
export function described(p: PlaceProperties): string {
  return p.precision === 'country or region' ? kindWord(p.kind) : where(p) || kindWord(p.kind)
}

export function roleWords(m: MentionProperties): string {
  if (m.role === 'associative' && m.association) return `associative: ${m.association}`
  return m.role === 'dateline' ? 'dateline of the article' : m.role
}

const months = 'January February March April May June July August September October November December'.split(' ')

/** A publication time as a reader writes it: "6 September 2021". */
export function day(published: string | undefined): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)/.exec(published ?? '')
  const month = parts && months[Number(parts[2]) - 1]
  return parts && month ? `${Number(parts[3])} ${month} ${parts[1]}` : (published ?? '')
}

export function when(m: MentionProperties): string {
  if (!m.when_first) return ''
  const range = m.when_last && m.when_last !== m.when_first ? `${day(m.when_first)} to ${day(m.when_last)}` : day(m.when_first)
  return m.when_words ? `${range} (“${m.when_words}”)` : range
}

export function percent(score: number): string {
  return `${Math.min(Math.max(Math.round(score * 100), 1), 99)}%`
}

export function number(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}

export function counted(n: number, one: string, several: string): string {
  return `${number(n)} ${n === 1 ? one : several}`
}

/** Takes case and accents from a text, for the filter. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{Mn}/gu, '').normalize('NFC').toLowerCase()
}

// Texts, numbers and days in the language of the page.

import english from '../messages/viewer.en.json' with { type: 'json' }

/** A text, or its plural forms by the categories of Intl.PluralRules. Parameters are in braces. */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>
export type MessageKey = keyof typeof english
export type Parameters = Record<string, string | number>

let messages: Partial<Record<string, Message>> = english
let language = 'en'

/** Sets the language of the page and its messages; keys without a message are in English. */
export function setLanguage(tag: string, table: Partial<Record<string, Message>> | undefined): void {
  language = tag
  messages = { ...english, ...table }
}

/** Takes the language from the page: its tag, and its messages in a JSON data block. */
export function readLanguage(): void {
  const block = document.getElementById('messages')?.textContent
  setLanguage(document.documentElement.lang || 'en', block ? (JSON.parse(block) as Record<string, Message>) : undefined)
}

/** Returns a text with its parameters filled in. The parameter n selects the plural form. */
export function t(key: MessageKey, parameters: Parameters = {}): string {
  const message = messages[key] ?? english[key]
  const form = typeof message === 'string' ? message : pluralForm(message, parameters.n)
  return form.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name]
    return typeof value === 'number' ? number(value) : (value ?? '')
  })
}

/** Returns the text for a key that may be unknown, or the key itself. */
export function word(key: string): string {
  return key in english ? t(key as MessageKey) : key
}

function pluralForm(forms: Partial<Record<string, string>>, n: string | number | undefined): string {
  return forms[new Intl.PluralRules(language).select(Number(n ?? 0))] ?? forms.other ?? ''
}

/** Formats a number: "14,039". */
export function number(n: number): string {
  return new Intl.NumberFormat(language).format(n)
}

/** Formats a day, which is given as year-month-day: "6 September 2021". Other texts are returned unchanged. */
export function day(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return text
  const locale = language === 'en' ? 'en-GB' : language
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${text}T00:00:00Z`),
  )
}

/** Compares texts in the order of the language. */
export function compareText(a: string, b: string): number {
  collator ??= new Intl.Collator(language, { sensitivity: 'base', numeric: true })
  return collator.compare(a, b)
}

let collator: Intl.Collator | undefined

// Cutting texts at their mentions. Offsets count code points, not the UTF-16 units of JavaScript.

import type { MentionProperties } from './types.ts'

/** A piece of an article: plain text, or a mention. */
export interface Piece {
  text: string
  mention?: MentionProperties
}

/** A passage around its mention. */
export function cutPassage(m: MentionProperties): { before: string; phrase: string; after: string } {
  const points = Array.from(m.passage)
  const from = m.start - m.passage_start
  const to = m.end - m.passage_start
  if (from < 0 || to > points.length) return { before: '', phrase: m.phrase, after: '' }
  return { before: points.slice(0, from).join(''), phrase: points.slice(from, to).join(''), after: points.slice(to).join('') }
}

/** A text in paragraphs, cut at its mentions, which are in order and do not overlap. */
export function cutText(text: string, mentions: MentionProperties[]): Piece[][] {
  const points = Array.from(text)
  const paragraphs: Piece[][] = []
  let paragraph: Piece[] = []
  const plain = (from: number, to: number): void => {
    points.slice(from, to).join('').split(/\n{2,}/).forEach((part, i) => {
      if (i > 0) {
        paragraphs.push(paragraph)
        paragraph = []
      }
      if (part !== '') paragraph.push({ text: part })
    })
  }
  let at = 0
  for (const mention of mentions) {
    if (mention.start < at || mention.end > points.length) continue
    plain(at, mention.start)
    paragraph.push({ text: points.slice(mention.start, mention.end).join(''), mention })
    at = mention.end
  }
  plain(at, points.length)
  paragraphs.push(paragraph)
  return paragraphs.filter(p => p.length > 0)
}

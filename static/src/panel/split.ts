// Splits texts at their mentions. Offsets count code points, not UTF-16 code units.

import type { MentionProperties } from '../types.ts'

/** A mention, or the text between two mentions. */
export interface TextSegment {
  text: string
  mention?: MentionProperties
}

/** Splits a passage at its mention. If the offsets are outside of the passage only the phrase is returned. */
export function splitPassage(m: Pick<MentionProperties, 'passage' | 'passage_start' | 'start' | 'end' | 'phrase'>): {
  before: string
  phrase: string
  after: string
} {
  const points = Array.from(m.passage)
  const start = m.start - m.passage_start
  const end = m.end - m.passage_start
  if (start < 0 || end > points.length) return { before: '', phrase: m.phrase, after: '' }
  return { before: points.slice(0, start).join(''), phrase: points.slice(start, end).join(''), after: points.slice(end).join('') }
}

/** Splits a text into paragraphs, and these at the mentions, which must be in order. Overlapping mentions are skipped. */
export function splitText(text: string, mentions: MentionProperties[]): TextSegment[][] {
  const points = Array.from(text)
  const paragraphs: TextSegment[][] = []
  let paragraph: TextSegment[] = []
  const addText = (start: number, end: number): void => {
    const parts = points
      .slice(start, end)
      .join('')
      .split(/\n{2,}/)
    for (const [i, part] of parts.entries()) {
      if (i > 0) {
        paragraphs.push(paragraph)
        paragraph = []
      }
      if (part !== '') paragraph.push({ text: part })
    }
  }
  let end = 0
  for (const mention of mentions) {
    if (mention.start < end || mention.end > points.length) continue
    addText(end, mention.start)
    paragraph.push({ text: points.slice(mention.start, mention.end).join(''), mention })
    end = mention.end
  }
  addText(end, points.length)
  paragraphs.push(paragraph)
  return paragraphs.filter(p => p.length > 0)
}

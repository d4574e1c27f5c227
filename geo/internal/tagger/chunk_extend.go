package tagger

import "dateline/geo/gazetteer"

// maxNameTokens is the largest number of tokens of a gazetteer name that extends a chunk.
const maxNameTokens = 10

// extendChunks extends the chunks that end within a name of the gazetteer, such as "Deir" of
// "Deir ez-Zor" and "Dar" of "Dar es Salaam", and merges those that the name overlaps. It reuses the
// array of chunks.
func (m *gazetteerMatcher) extendChunks(x *Extractor, chunks []Chunk) []Chunk {
	if m.gaz == nil {
		return chunks
	}
	out := chunks[:0]
	for k := 0; k < len(chunks); k++ {
		c := chunks[k]
		for last := m.lastOfName(x, &c); last > c.Last && last-c.First < maxChunk; last = m.lastOfName(x, &c) {
			c.Last = last
			for k+1 < len(chunks) && chunks[k+1].First <= last {
				k++
				c.Last = max(c.Last, chunks[k].Last)
			}
		}
		out = append(out, c)
	}
	return out
}

// lastOfName returns the last token of a name that begins in chunk c and ends after it, or c.Last
// without such a name.
func (m *gazetteerMatcher) lastOfName(x *Extractor, c *Chunk) int32 {
	next := c.Last + 1
	if int(next) >= len(x.Tokens) || x.Tokens[next].Sentence != c.Sentence || x.Tokens[next].Class == ClassPunctuation && x.Tokens[next].Space && x.Text[x.Tokens[next].Start] != '(' {
		return c.Last
	}
	for i := c.First; i <= c.Last; i++ {
		if !x.Tokens[i].nameLike() {
			continue
		}
		if last := m.furthest(x, i, c.Last, false); last > c.Last {
			return last
		}
		if isPossessive(x, i+1) || isPossessive(x, i+2) {
			if last := m.furthest(x, i, c.Last, true); last > c.Last {
				return last
			}
		}
	}
	return c.Last
}

// furthest returns the last token of the longest name that begins with token i and ends after token
// last, or last without such a name. With joined, a word and a possessive ending after it are one word.
func (m *gazetteerMatcher) furthest(x *Extractor, i, last int32, joined bool) int32 {
	key := wordsKey(x.Tokens[i:min(int(last)+2, len(x.Tokens))])
	if joined {
		key = ^key
	}
	known := &m.unextended[key>>(64-cacheBits)]
	if *known == key {
		return last
	}
	end := last
	cursor, open := m.gaz.Start(), false
	for j := i; int(j) < len(x.Tokens) && x.Tokens[j].Sentence == x.Tokens[i].Sentence && j-i < maxNameTokens; j++ {
		t := &x.Tokens[j]
		m.key = gazetteer.Normalize(m.key[:0], t.Text(x.Text))
		if len(m.key) == 0 {
			open = open || x.Text[t.Start] == '('
			if t.Class == ClassPunctuation && x.Text[t.Start] != '-' && x.Text[t.Start] != '\'' && x.Text[t.Start] != '(' {
				break
			}
			continue
		}
		possessive := joined && m.joinPossessive(x, j)
		next, found := cursor.Step(m.key)
		if !found {
			if j <= end+1 {
				*known = key // the words after these do not matter
			}
			break
		}
		cursor = next
		if possessive {
			if j++; j > last && j > i+1 && !open && m.endsWithPossessive(cursor, x, j) {
				last = j
			}
			continue
		}
		switch {
		case j <= last || !t.nameLike() && !followsHyphen(x.Tokens, j) || !cursor.IsName():
		case !open:
			last = j
		case int(j)+1 < len(x.Tokens) && x.Text[x.Tokens[j+1].Start] == ')' && m.hasBrackets(cursor):
			return j + 1
		}
	}
	return last
}

// wordsKey returns a hash of the words of tokens.
func wordsKey(tokens []Token) uint64 {
	key := uint64(hashSeed)
	for i := range tokens {
		t := &tokens[i]
		key = (key ^ uint64(t.Lower) ^ uint64(t.End-t.Start)<<40 ^ uint64(t.Class)<<56) * 0x9e3779b97f4a7c15
		key ^= key >> 29
	}
	return key
}

// followsHyphen reports whether token j is a word in small letters that a hyphen joins to the one before
// it: "locka" of "Opa-locka".
func followsHyphen(tokens []Token, j int32) bool {
	if j < 2 || tokens[j].Class != ClassLower || tokens[j].Space || tokens[j].Breaks > 0 {
		return false
	}
	hyphen := &tokens[j-1]
	return hyphen.Class == ClassPunctuation && !hyphen.Space && hyphen.Lists&ListConnector != 0
}

package recognize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// The least probabilities by the model of names of the gazetteer in scripts without spaces that it labels as nothing, and that are
// mentions nevertheless: those of states, of provinces and towns of 50,000 people, and of other places.
const (
	leastCountry = 0.03
	leastKnown   = 0.15
	leastName    = 0.3
)

// sizeKnown is the size class of such towns.
const sizeKnown = 4

// addDoubtful adds the names of the gazetteer in a script without spaces, with the common noun after them, that the model labels as
// nothing with a probability that leaves doubt: "1890年被法国占领".
func (f *nameFixer) addDoubtful() {
	for i := range f.d.Names {
		n := &f.d.Names[i]
		if n.P < leastCountry || n.P < leastProbability(n) || n.Types&tagger.TypeDemonym != 0 || f.isGeneric(n) || f.isBeforePeople(n) || !f.isWordInKorean(n) {
			continue
		}
		s := f.spanOf(n)
		at, to := f.overlapping(s)
		if at != to {
			continue
		}
		if end, ok := f.designatorAfter(n); ok && (at == len(f.mentions) || f.mentions[at].Start >= end) {
			s.End = end
		}
		f.insert(at, n, s, float64(n.P))
	}
}

// koreanParticles are what Korean writes on the name of a place.
var koreanParticles = map[string]bool{
	"": true, "에": true, "에서": true, "에는": true, "에선": true, "에서는": true, "은": true, "는": true, "이": true, "가": true, "을": true, "를": true,
	"의": true, "로": true, "으로": true, "와": true, "과": true, "도": true, "까지": true, "부터": true, "만": true, "나": true, "이나": true, "보다": true,
	"시": true, "군": true, "구": true, "행": true, "발": true, "서": true, "선": true, "엔": true, "쪽": true, "시에서": true, "군에서": true, "구에서": true,
}

// isWordInKorean reports whether a name in Korean letters begins a word and, if it is not that of a state or a large place, is all of it
// but for particles. Other names are none of Korean.
func (f *nameFixer) isWordInKorean(n *multilingual.Name) bool {
	start, end := int(f.d.Tokens[n.First].Start), int(f.d.Tokens[n.Last].End)
	if r, _ := utf8.DecodeRuneInString(f.d.Text[start:]); !unicode.Is(unicode.Hangul, r) {
		return true
	}
	if before, _ := utf8.DecodeLastRuneInString(f.d.Text[:start]); unicode.Is(unicode.Hangul, before) {
		return false
	}
	if leastProbability(n) < leastName {
		return true
	}
	if n.Types&tagger.TypeDistrict == 0 && n.Size < minPart {
		return false // many villages are called like common nouns
	}
	return koreanParticles[hangulAt(f.d.Text[end:])]
}

// shortStates are the names of states of two syllables in Korean that are hardly any other word: "이란" is Iran and a particle.
var shortStates = map[string]bool{
	"미국": true, "중국": true, "일본": true, "한국": true, "북한": true, "남한": true, "독일": true, "영국": true, "호주": true, "태국": true, "대만": true, "몽골": true,
}

// addStates adds the names of states that are whole words in Korean or all of a word in katakana, where the model found nothing:
// "에티오피아", "ハイチの".
func (f *nameFixer) addStates() {
	if f.language != "ko" && f.language != "ja" {
		return
	}
	for i := range f.d.Names {
		n := &f.d.Names[i]
		if n.Types&tagger.TypeCountry == 0 || n.Types&tagger.TypeDemonym != 0 || n.Size < minPart || f.isBeforePeople(n) {
			continue
		}
		s := f.spanOf(n)
		if at, to := f.overlapping(s); at == to && f.isStateWord(s) && !f.hasEntity(n) {
			f.insert(at, n, s, probabilityCertain)
		}
	}
}

// isStateWord reports whether the name of a state is a word with particles in Korean, or in katakana.
func (f *nameFixer) isStateWord(s geo.Span) bool {
	name := s.Text(f.d.Text)
	before, _ := utf8.DecodeLastRuneInString(f.d.Text[:s.Start])
	if f.language == "ja" {
		next, _ := utf8.DecodeRuneInString(f.d.Text[s.End:])
		return isKatakana(name) && utf8.RuneCountInString(name) >= minPart && !isKatakana(string(before)) && !isKatakana(string(next)) && next != '＝'
	}
	if utf8.RuneCountInString(name) < minPart && !shortStates[name] || unicode.Is(unicode.Hangul, before) {
		return false
	}
	return koreanParticles[hangulAt(f.d.Text[s.End:])]
}

// hangulAt returns the Korean letters at the beginning of a text.
func hangulAt(text string) string {
	if at := strings.IndexFunc(text, func(r rune) bool { return !unicode.Is(unicode.Hangul, r) }); at >= 0 {
		return text[:at]
	}
	return text
}

// leastProbability returns the least probability of a name that is a mention.
func leastProbability(n *multilingual.Name) float32 {
	switch {
	case n.Types&tagger.TypeCountry != 0:
		return leastCountry
	case n.Types&(tagger.TypeState|tagger.TypeTown) != 0 && n.Size >= sizeKnown:
		return leastKnown
	}
	return leastName
}

// designatorAfter returns the end of the common noun of places that follows a name in its sentence.
func (f *nameFixer) designatorAfter(n *multilingual.Name) (end int, ok bool) {
	next := n.Last + 1
	if int(next) >= len(f.d.Tokens) || f.d.Tokens[next].Sentence != f.d.Tokens[n.Last].Sentence || f.d.Tokens[next].Space {
		return 0, false
	}
	last, ok := f.designator(next, next)
	if !ok || n.Types&tagger.TypeCountry != 0 {
		return 0, false
	}
	return int(f.d.Tokens[last].End), true
}

// isBeforePeople reports whether the character after a name makes it that of a people, a language or a faith: "法国人".
func (f *nameFixer) isBeforePeople(n *multilingual.Name) bool { return f.isPeopleAt(f.spanOf(n).End) }

// isPeopleAt reports whether a noun of peoples, languages or faiths is at a byte of the text and no longer word, as "人口" is.
func (f *nameFixer) isPeopleAt(at int) bool {
	r, size := utf8.DecodeRuneInString(f.d.Text[at:])
	if !peopleNouns()[f.language].has(string(r)) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(f.d.Text[at+size:])
	return !strings.ContainsRune(notPeople, next)
}

// notPeople are the characters after nouns of peoples, languages and faiths in other words: "人民", "人口", "教育", "系统".
const notPeople = "民口均质質员員权權才力类類工事文物为為育授师師会會堂统統列"

// peopleNouns are the nouns of peoples, languages and faiths after the name of a state by language.
var peopleNouns = listsOf("after-people")

// addContaining adds the names of states and provinces right before a mention in a script without spaces: "江苏" before "宜兴".
func (f *nameFixer) addContaining() {
	for i := range f.d.Names {
		n := &f.d.Names[i]
		if !f.d.IsUnspaced(n.First) || n.Types&(tagger.TypeCountry|tagger.TypeState) == 0 || n.Types&tagger.TypeDemonym != 0 || f.isGeneric(n) {
			continue
		}
		s := f.spanOf(n)
		at, to := f.overlapping(s)
		if at != to || at == len(f.mentions) || f.mentions[at].Start != s.End || f.mentions[at].Role == geo.RoleAssociative || f.hasEntity(n) {
			continue
		}
		f.insert(at, n, s, probabilityCertain)
	}
}

// The numbers of characters of the shortest and the longest name that a list of mentions makes one.
const (
	minBetween = 2
	maxBetween = 6
)

// addBetween adds the names that the gazetteer lacks between two mentions of a list in Chinese or Japanese: "娄烦、静乐、岚县",
// "ゴマ、ブカブ、ウビラ".
func (f *nameFixer) addBetween() {
	if f.language != "zh" && f.language != "ja" {
		return
	}
	for i := 0; i+1 < len(f.mentions); i++ {
		a, b := &f.mentions[i], &f.mentions[i+1]
		if a.Role != geo.RoleLiteral || b.Role != geo.RoleLiteral || b.Start-a.End > maxList {
			continue
		}
		var added []geo.Mention
		for _, s := range f.listBetween(geo.Span{Start: a.End, End: b.Start}) {
			m := *a
			m.Span, m.Phrase, m.Base, m.Recognized = s, s.Text(f.d.Text), "", probabilityListed
			added = append(added, m)
		}
		f.mentions = slices.Insert(f.mentions, i+1, added...)
		i += len(added)
	}
}

// maxList is the number of bytes between two mentions of a list with unknown names between them.
const maxList = 60

// listMarks are the marks between the names of a list or a route.
var listMarks = [...]string{"、", "——", "—", "－", "→", "～", "―"}

// listBetween returns the names of which a list between two mentions consists, nil if it does not, or the model labeled one of them.
func (f *nameFixer) listBetween(s geo.Span) (names []geo.Span) {
	text := s.Text(f.d.Text)
	k := slices.IndexFunc(listMarks[:], func(mark string) bool { return strings.HasPrefix(text, mark) })
	if k < 0 {
		return nil
	}
	mark := listMarks[k]
	start := s.Start + len(mark)
	for start < s.End {
		rest := f.d.Text[start:s.End]
		end := strings.Index(rest, mark)
		next := end + len(mark)
		if end < 0 {
			if end, next = lastOfList(rest, f.language); end < 0 {
				return nil
			}
		}
		name := geo.Span{Start: start, End: start + end}
		if !f.isUnknownName(name) {
			return nil
		}
		names = append(names, name)
		start += next
	}
	return names
}

// lastOfList returns the end of the last name of the part of a list before a mention, and that of the conjunction after it, which is
// "和" or "及" in Chinese.
func lastOfList(part, language string) (end, next int) {
	if language != "zh" {
		return -1, 0
	}
	for _, c := range [...]string{"以及", "和", "及", "与", "與"} {
		if name, ok := strings.CutSuffix(part, c); ok {
			return len(name), len(part)
		}
	}
	return -1, 0
}

// isUnknownName reports whether a part of a list may be a name: a few Chinese characters or katakana, of which the model labeled none.
func (f *nameFixer) isUnknownName(s geo.Span) bool {
	name := s.Text(f.d.Text)
	n := utf8.RuneCountInString(name)
	if n < minBetween || n > maxBetween && !isKatakana(name) || !isKatakana(name) && strings.ContainsFunc(name, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		return false
	}
	first, last := f.tokensOf(s)
	return !f.hasEntity(&multilingual.Name{First: first, Last: last}) && !f.isGeneric(&multilingual.Name{First: first, Last: last})
}

// isKatakana reports whether a word consists of katakana.
func isKatakana(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Katakana, r) && r != 'ー' && r != '・' })
}

// marks are what divides the names of a list in a script without spaces.
const marks = "，、。：；,:;（）()“”「」《》"

// divideAtMarks divides the mentions in a script without spaces that have marks in them, and leaves out marks at their ends.
func (f *nameFixer) divideAtMarks() {
	for i := 0; i < len(f.mentions); i++ {
		m := f.mentions[i]
		if first, _ := f.tokensOf(m.Span); !f.d.IsUnspaced(first) || !strings.ContainsAny(m.Phrase, marks) || f.matcher.isName(m.Phrase, f.language) && !endsWithMark(m.Phrase) {
			continue
		}
		var pieces []geo.Mention
		for start := m.Start; start < m.End; {
			end := m.End
			if at := strings.IndexAny(f.d.Text[start:m.End], marks); at >= 0 {
				end = start + at
			}
			if p := m; end-start >= minHalf {
				p.Span = geo.Span{Start: start, End: end}
				p.Phrase = p.Text(f.d.Text)
				pieces = append(pieces, p)
			}
			_, size := utf8.DecodeRuneInString(f.d.Text[end:])
			start = end + size
		}
		f.mentions = slices.Replace(f.mentions, i, i+1, pieces...)
		i += len(pieces) - 1
	}
}

// endsWithMark reports whether a mark is at an end of a phrase.
func endsWithMark(phrase string) bool { return strings.Trim(phrase, marks) != phrase }

// congos are what follows the name of the Congo in parentheses.
var congos = [...]string{"（金）", "(金)", "（布）", "(布)"}

// extendCongo extends the mentions of the Congo in Chinese by the first character of its capital in parentheses: "刚果（金）".
func (f *nameFixer) extendCongo() {
	if f.language != "zh" {
		return
	}
	for i := range f.mentions {
		m := &f.mentions[i]
		if m.Phrase != "刚果" && m.Phrase != "剛果" {
			continue
		}
		for _, c := range congos {
			if strings.HasPrefix(f.d.Text[m.End:], c) {
				m.End += len(c)
				m.Phrase = m.Text(f.d.Text)
			}
		}
	}
}

// dropGenerics drops the mentions that are common nouns of places in a script without spaces, "行政村", and those of parts of a mention before
// them: "南部" of "ドイツ南部". Other directions may be regions in Chinese: "东北".
func (f *nameFixer) dropGenerics() {
	f.mentions = slices.DeleteFunc(f.mentions, func(m geo.Mention) bool {
		first, _ := f.tokensOf(m.Span)
		if !f.d.IsUnspaced(first) || !f.isGenericWord(m.Phrase) {
			return false
		}
		return f.language != "zh" || !strings.ContainsAny(m.Phrase, "东西南北東") || slices.Contains(regionNouns[:], m.Phrase) && f.isMentioned(first-1)
	})
}

// The words before and after a name in katakana that the gazetteer lacks which make it a place in Japanese: after a mention and before
// one in a list, after the mention of an area, and what is none.
var (
	afterKatakana  = []string{"から", "で", "へ", "に", "を", "など", "や", "と", "の", "周辺", "近郊", "付近", "港", "市", "郊外", "国境"}
	katakanaPeople = []string{"大統領", "首相", "氏", "さん", "選手", "監督", "容疑者", "政権", "議員", "知事", "市長", "王", "社", "は", "が"}
)

// minKatakana is the number of letters of the shortest such name.
const minKatakana = 2

// addKatakana adds the names in katakana that the gazetteer lacks and that the text places next to a mention: "ゴマやブカブから",
// "ティグレ州のメケレで", "ブラジル・ソロカバ".
func (f *nameFixer) addKatakana() {
	if f.language != "ja" {
		return
	}
	for i := range f.d.Tokens {
		s := geo.Span{Start: int(f.d.Tokens[i].Start), End: int(f.d.Tokens[i].End)}
		name := s.Text(f.d.Text)
		if f.d.IsCommon(int32(i)) || !isKatakana(name) || utf8.RuneCountInString(name) < minKatakana {
			continue
		}
		n := multilingual.Name{First: int32(i), Last: int32(i)}
		at, to := f.overlapping(s)
		if at != to || f.hasEntity(&n) || !f.isKatakanaPlace(s, at) {
			continue
		}
		f.insert(at, &n, s, probabilityListed)
	}
}

// isKatakanaPlace reports whether the text places a name next to mention next, or the one before it.
func (f *nameFixer) isKatakanaPlace(s geo.Span, next int) bool {
	rest := f.d.Text[s.End:]
	begins := func(word string) bool { return strings.HasPrefix(rest, word) }
	if slices.ContainsFunc(katakanaPeople, begins) {
		return false
	}
	if next < len(f.mentions) && f.mentions[next].Role == geo.RoleLiteral && f.d.Text[s.End:f.mentions[next].Start] == "や" {
		return true
	}
	if next == 0 || f.mentions[next-1].Role != geo.RoleLiteral {
		return false
	}
	before := &f.mentions[next-1]
	switch f.d.Text[before.End:s.Start] {
	case "や", "、":
		return slices.ContainsFunc(afterKatakana, begins)
	case "・":
		return f.isArea(before.Phrase)
	case "の", "部の":
		r, _ := utf8.DecodeLastRuneInString(before.Phrase)
		return strings.ContainsRune("州県省郡島", r) && slices.ContainsFunc(afterKatakana, begins)
	}
	return false
}

// isArea reports whether a phrase is the name of a state or province.
func (f *nameFixer) isArea(phrase string) bool {
	types, _ := f.matcher.typesOfPhrase(phrase, f.language)
	return types&(tagger.TypeCountry|tagger.TypeState) != 0
}

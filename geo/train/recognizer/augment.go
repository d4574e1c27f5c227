package recognizer

import (
	"math/rand/v2"
	"strings"
	"unicode"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/tagger"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// augmenter makes augmented copies of training texts by mention replacement, so that the tagger learns
// the context of a name rather than the names of its corpora, most of which are American and European.
// Countries are replaced by countries, towns by towns of any country, demonyms by demonyms, also
// within names of organizations. A share of the new names is hidden from the features of the
// gazetteer, like villages that no gazetteer contains.
type augmenter struct {
	gaz     *gazetteer.Gazetteer
	lexicon *tagger.Lexicon
	rng     *rand.Rand
	// pools are the names of each type of place, by country.
	pools map[tagger.PlaceTypes][][]string
	refs  []gazetteer.NameRef
	key   []byte
}

const (
	hiddenShare = 0.35 // of the new names: hidden from the features of the gazetteer
	plainShare  = 0.5  // of the new names: written without diacritics
)

// newAugmenter returns an augmenter with the names of g and the demonyms of the sentences. It returns
// nil, which makes no copies, if g is nil.
func newAugmenter(g *gazetteer.Gazetteer, lexicon *tagger.Lexicon, sentences []sentence, seed uint64) *augmenter {
	if g == nil {
		return nil
	}
	a := &augmenter{gaz: g, lexicon: lexicon, rng: rand.New(rand.NewPCG(seed, 11)), pools: map[tagger.PlaceTypes][][]string{}}
	a.addPlaces()
	a.addDemonyms(sentences)
	return a
}

// addPlaces adds the names of the gazetteer to the pools.
func (a *augmenter) addPlaces() {
	type pool struct {
		placeType tagger.PlaceTypes
		country   string
	}
	index := map[pool]int{}
	for i := range a.gaz.Len() {
		ref := gazetteer.Ref(i)
		rec, name := a.gaz.Record(ref), a.gaz.Name(ref)
		p := pool{tagger.TypeOf(rec.Kind), rec.Country}
		if p.placeType == tagger.TypeCountry {
			p.country = "" // one pool for all countries
		}
		if p.placeType == tagger.TypeSite || !isReplacement(name) {
			continue
		}
		k, ok := index[p]
		if !ok {
			k = len(a.pools[p.placeType])
			index[p] = k
			a.pools[p.placeType] = append(a.pools[p.placeType], nil)
		}
		a.pools[p.placeType][k] = append(a.pools[p.placeType][k], name)
	}
}

// addDemonyms adds the demonyms of the sentences to the pools, one for those that end in "s" and one
// for the others.
func (a *augmenter) addDemonyms(sentences []sentence) {
	pools := make([][]string, 2)
	seen := map[string]bool{}
	for i := range sentences {
		for _, n := range sentences[i].names {
			phrase := n.Text(sentences[i].text)
			if n.label == tagger.BeginAdjective && !seen[phrase] && isReplacement(phrase) && a.typeOf(phrase) == tagger.TypeDemonym {
				seen[phrase] = true
				k := demonymPool(phrase)
				pools[k] = append(pools[k], phrase)
			}
		}
	}
	a.pools[tagger.TypeDemonym] = pools
}

// demonymPool returns the index of the pool of a demonym.
func demonymPool(phrase string) int {
	if strings.HasSuffix(phrase, "s") {
		return 1
	}
	return 0
}

// isReplacement reports whether a name may replace others: it has one to three words in Latin letters
// and begins with a capital.
func isReplacement(name string) bool {
	if len(name) < 3 || len(name) > 30 || strings.Count(name, " ") > 2 || strings.Contains(name, "s ") && strings.ContainsAny(name, "'’") {
		return false // the last: a possessive, which looks like two names
	}
	for i, r := range name {
		switch {
		case i == 0 && !unicode.IsUpper(r):
			return false
		case unicode.Is(unicode.Latin, r), r == ' ', r == '-', r == '\'', r == '’':
		default:
			return false
		}
	}
	return true
}

// typeOf returns the type of the most important place that a phrase means, or 0. It sets a.refs to the
// meanings.
func (a *augmenter) typeOf(phrase string) tagger.PlaceTypes {
	a.key = gazetteer.Normalize(a.key[:0], phrase)
	a.refs = a.gaz.Lookup(a.refs[:0], a.key)
	if len(a.refs) == 0 {
		return 0
	}
	if a.refs[0].Kind == gazetteer.NameDemonym {
		return tagger.TypeDemonym
	}
	return tagger.TypeOf(a.gaz.Record(a.refs[0].Ref).Kind)
}

// drawName returns a random name of a type, capitalized like the old one, or the old one if the type
// has no names.
func (a *augmenter) drawName(placeType tagger.PlaceTypes, old string) string {
	pools := a.pools[placeType]
	if len(pools) == 0 {
		return old
	}
	k := a.rng.IntN(len(pools))
	if placeType == tagger.TypeDemonym {
		k = demonymPool(old)
	}
	if len(pools[k]) == 0 {
		return old
	}
	name := pools[k][a.rng.IntN(len(pools[k]))]
	if a.rng.Float64() < plainShare {
		if plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name); err == nil {
			name = plain
		}
	}
	if len(old) > 3 && strings.ToUpper(old) == old {
		name = strings.ToUpper(name)
	}
	return name
}

// replacement is a span and the name that replaces its text.
type replacement struct {
	geo.Span
	name string
	// hidden reports whether the new name is hidden from the features of the gazetteer.
	hidden bool
}

// replace returns the replacement of a labeled name; ok is false if it is not replaced.
func (a *augmenter) replace(text string, n labeledName) (r replacement, ok bool) {
	phrase := n.Text(text)
	if len(phrase) < 4 || strings.ContainsAny(phrase, ".0123456789") {
		return r, false
	}
	r.Span = n.Span
	placeType := a.typeOf(phrase)
	switch n.label {
	case tagger.BeginAdjective:
		ok = placeType == tagger.TypeDemonym
	case tagger.BeginPlace:
		ok = placeType&(tagger.TypeCountry|tagger.TypeState|tagger.TypeTown|tagger.TypeDistrict|tagger.TypeNature) != 0
		if !ok {
			r.Span, ok = a.properPart(text, n.Span)
			placeType = tagger.TypeTown
		}
	case tagger.BeginOrganization:
		if ok = placeType == tagger.TypeCountry; !ok {
			r.Span, placeType, ok = a.placeWithin(text, n.Span)
		}
	}
	if !ok {
		return r, false
	}
	old := r.Text(text)
	r.name = a.drawName(placeType, old)
	mayHide := placeType&(tagger.TypeTown|tagger.TypeDistrict|tagger.TypeNature) != 0 && n.label == tagger.BeginPlace
	r.hidden = mayHide && a.rng.Float64() < hiddenShare
	return r, r.name != old
}

// genericLists are the lists of the words that are kept when the rest of a place's name is replaced:
// "County", "River", "New", "Airport".
const genericLists = tagger.ListDesignator | tagger.ListFacility | tagger.ListSettlement | tagger.ListCompass | tagger.ListOrganization |
	tagger.ListConnector | tagger.ListFunction

// lists returns the word lists of a word.
func (a *augmenter) lists(word string) tagger.WordLists {
	return a.lexicon.Lookup(tagger.HashLower(word))
}

// properPart returns a place's name without the generic words at its ends: "Mendota" of "Lake Mendota".
func (a *augmenter) properPart(text string, span geo.Span) (geo.Span, bool) {
	words := splitWords(text, span)
	for len(words) > 0 && a.lists(words[0].Text(text))&genericLists != 0 {
		words = words[1:]
	}
	for len(words) > 0 && a.lists(words[len(words)-1].Text(text))&genericLists != 0 {
		words = words[:len(words)-1]
	}
	if len(words) == 0 || len(words) > 3 {
		return geo.Span{}, false
	}
	for _, w := range words {
		if !unicode.IsUpper(rune(text[w.Start])) || a.lists(w.Text(text))&(tagger.ListMostlyLower|tagger.ListOftenLower|tagger.ListFunction) != 0 {
			return geo.Span{}, false
		}
	}
	part := geo.Span{Start: words[0].Start, End: words[len(words)-1].End}
	return part, part.Len() > 3
}

// minPopulation is the least population of a town that is replaced within an organization's name.
const minPopulation = 100_000

// placeWithin returns the place or demonym in an organization's name.
func (a *augmenter) placeWithin(text string, span geo.Span) (geo.Span, tagger.PlaceTypes, bool) {
	words := splitWords(text, span)
	if len(words) < 2 {
		return geo.Span{}, 0, false
	}
	const ordinary = genericLists | tagger.ListMostlyLower | tagger.ListOftenLower | tagger.ListSometimesLower
	for _, w := range words {
		word := w.Text(text)
		if w.Len() < 4 || !unicode.IsUpper(rune(word[0])) || strings.ToUpper(word) == word || a.lists(word)&ordinary != 0 {
			continue
		}
		switch t := a.typeOf(word); t {
		case tagger.TypeDemonym, tagger.TypeCountry, tagger.TypeState:
			return w, t, true
		case tagger.TypeTown:
			if a.gaz.Record(a.refs[0].Ref).Population > minPopulation {
				return w, t, true
			}
		default: // kept
		}
	}
	return geo.Span{}, 0, false
}

// splitWords returns the words of a span, which are separated by spaces and line breaks.
func splitWords(text string, span geo.Span) (words []geo.Span) {
	start := span.Start
	for i := span.Start; i <= span.End; i++ {
		if i == span.End || text[i] == ' ' || text[i] == '\n' {
			if i > start {
				words = append(words, geo.Span{Start: start, End: i})
			}
			start = i + 1
		}
	}
	return words
}

// augmentAll returns the augmented copies of the sentences that have names to replace.
func (a *augmenter) augmentAll(sentences []sentence) (copies []sentence) {
	if a == nil {
		return nil
	}
	for i := range sentences {
		if s, ok := a.augmentSentence(&sentences[i]); ok {
			copies = append(copies, s)
		}
	}
	return copies
}

// augmentSentence returns an augmented copy of a sentence; ok is false if it has no names to replace.
func (a *augmenter) augmentSentence(s *sentence) (out sentence, ok bool) {
	var replacements []replacement
	for _, n := range s.names {
		if r, ok := a.replace(s.text, n); ok {
			replacements = append(replacements, r)
		}
	}
	if len(replacements) == 0 {
		return out, false
	}
	return s.edited(replacements), true
}

// edit is a text after replacements, which are in order and do not overlap.
type edit struct {
	text         string
	replacements []replacement
}

func newEdit(text string, replacements []replacement) *edit {
	var b strings.Builder
	end := 0
	for _, r := range replacements {
		b.WriteString(text[end:r.Start])
		b.WriteString(r.name)
		end = r.End
	}
	b.WriteString(text[end:])
	return &edit{b.String(), replacements}
}

// move returns the span of the new text that corresponds to a span of the old one.
func (e *edit) move(s geo.Span) geo.Span {
	return geo.Span{Start: e.offset(s.Start, false), End: e.offset(s.End, true)}
}

// offset returns the new offset of an old one, which is the start or the end of a span.
func (e *edit) offset(old int, isEnd bool) int {
	offset := old
	for _, r := range e.replacements {
		if r.End < old || r.End == old && (isEnd || r.Len() > 0) {
			offset += len(r.name) - r.Len()
		}
	}
	return offset
}

// hidden returns the spans of the hidden names in the new text.
func (e *edit) hidden() (spans []geo.Span) {
	for _, r := range e.replacements {
		if r.hidden {
			spans = append(spans, e.move(r.Span))
		}
	}
	return spans
}

package rank

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/abbrev"
	"dateline/geo/internal/cue"
)

const (
	// maxCandidates is the maximum number of candidates of a cluster; the
	// gazetteer returns the most important places first.
	maxCandidates = 48
	// maxPhrase is the maximum length of a phrase that is looked up, in bytes.
	maxPhrase = 128
)

// findCandidates appends the candidates of a cluster to d.Candidates. Each way of
// matching is tried only if those before found nothing.
func (d *Document) findCandidates(g *Cluster) {
	g.From = len(d.Candidates)
	phrase := bare(g.Phrase)
	if len(phrase) > maxPhrase || phrase == "" || d.language != "" && abbrev.IsRoute(phrase) {
		g.To = g.From
		return
	}
	d.norm = gazetteer.Normalize(d.norm[:0], phrase)
	g.describePhrase(d.norm)

	if expanded, ok := abbrev.Expand(phrase); ok { // "N. Korea", and "northern" for "N. Ireland"
		for _, name := range [...]string{expanded, strings.Replace(expanded, " ", "ern ", 1)} {
			d.norm2 = gazetteer.Normalize(d.norm2[:0], name)
			d.lookup(g, d.norm2, MatchExact, cue.AnyKind)
		}
		if !d.empty(g) {
			g.To = len(d.Candidates)
			return
		}
	}
	if abbreviated(phrase) {
		d.names = abbrev.Lookup(d.gaz, d.names[:0], phrase)
		d.addNames(g, MatchExact, cue.AnyKind)
	}
	if done := d.lookupShared(g, phrase); done {
		g.To = len(d.Candidates)
		return
	}
	d.lookupFeature(g)
	if !strings.Contains(phrase, ".") || d.empty(g) && !isInitials(phrase) { // "U.S" is not Us in France
		d.lookup(g, d.norm, MatchExact, cue.AnyKind)
	}
	d.dropHyphenated(g, phrase)
	g.Facility = g.Facility && !d.isNamedTown(g)
	d.lookupWithCue(g)
	d.lookupCounty(g)
	if d.empty(g) {
		d.lookupSpaced(g, phrase)
	}
	if d.empty(g) {
		d.lookupStripped(g)
	}
	if d.empty(g) {
		d.lookupQualified(g, phrase)
	}
	if d.empty(g) {
		d.lookupInflected(g)
	}
	if d.empty(g) {
		d.names = d.gaz.LookupVariants(d.names[:0], d.norm)
		d.addNames(g, MatchVariant, cue.AnyKind)
	}
	if d.empty(g) {
		d.lookupPartial(g)
	}
	if d.language != "" {
		d.dropNamesOfArea(g)
		d.demoteTranslations(g)
	}
	g.To = len(d.Candidates)
}

// namesakeRatio is the logarithm of the largest ratio between the populations of a place that has the phrase as an alternate
// name and of a town that is called so, at which the town is the more likely one to be meant.
const namesakeRatio = 4.6

// demoteTranslations makes the names that are not known to be in the language of the text alternate names again if a
// town is called so: "Arrecife" is a town in Spain rather than Recife, "Waterloo" not a former name of Austin. The name of
// a country that has another name in the language is that of a foreign language: "Brasília" is not Brazil in Portuguese,
// "Mexico" not the country in French, "مراكش" Marrakesh in Arabic.
func (d *Document) demoteTranslations(g *Cluster) {
	own := float32(-1) // population of the largest town that is called so
	for j := g.From; j < len(d.Candidates); j++ {
		c := &d.Candidates[j]
		if c.Match == MatchExact && c.Class == ClassSettlement && (c.OwnName() || c.translated && d.isLocalName(c)) {
			own = max(own, c.population)
		}
	}
	if own < 0 {
		return
	}
	for j := g.From; j < len(d.Candidates); j++ {
		c := &d.Candidates[j]
		if c.Match == MatchExact && (c.translated || c.Class == ClassCountry) && own >= c.population-namesakeRatio && !d.isLocalName(c) {
			c.Name, c.translated, c.foreign = gazetteer.NameAlternate, false, c.Class == ClassCountry
		}
	}
}

// isLocalName reports whether the phrase is the name of a candidate in the language of the text.
func (d *Document) isLocalName(c *Candidate) bool {
	d.norm2 = gazetteer.Normalize(d.norm2[:0], d.gaz.LocalName(c.Ref, d.language).Text)
	return bytes.Equal(d.norm2, d.norm)
}

// dropNamesOfArea drops the provinces and smaller places of g that have the name of their first-level area as an alternate
// name: "Emilia-Romagna" is not the province of Bologna, "Rio Grande do Sul" not the town of Rio Grande. So are towns with a name of one or two
// words if that is the main name of the area: "Ceará" is not Fortaleza. Capitals, towns such as "New York City" and those whose name is another
// spelling of it, "Odessa", are kept.
func (d *Document) dropNamesOfArea(g *Cluster) {
	d.Candidates = append(d.Candidates[:g.From], slices.DeleteFunc(d.Candidates[g.From:], func(c Candidate) bool {
		if c.Name != gazetteer.NameAlternate && !c.translated || c.Class != ClassAdmin2 && c.Class != ClassSettlement {
			return false
		}
		area := d.gaz.Record(c.Ref).Admin1
		short := c.Class == ClassSettlement && g.words < minAreaWords
		return slices.ContainsFunc(d.Candidates[g.From:], func(a Candidate) bool {
			return a.Class == ClassAdmin1 && a.Ref == area && a.Match == c.Match && (!short || a.OwnName() && !c.Capital && !d.isAlike(c.Ref) && !d.knownAsCity(g, &c))
		})
	})...)
}

// isAlike reports whether the main name of a place begins with the same two letters as the phrase.
func (d *Document) isAlike(ref gazetteer.Ref) bool {
	d.norm2 = gazetteer.Normalize(d.norm2[:0], d.gaz.Name(ref))
	return len(d.norm) > 1 && len(d.norm2) > 1 && d.norm[0] == d.norm2[0] && d.norm[1] == d.norm2[1]
}

// minAreaWords is the number of words of the name of an area that a town in it does not share: "New York" has fewer.
const minAreaWords = 3

// empty reports whether no candidates were found for g yet.
func (d *Document) empty(g *Cluster) bool { return len(d.Candidates) == g.From }

// bare returns a phrase without its possessive ending and leading article.
func bare(phrase string) string {
	s := strings.ReplaceAll(strings.TrimSpace(phrase), "-\n", "") // a word divided at the end of a line
	for _, ending := range [...]string{"'s", "’s", "'S", "’S", "'", "’"} {
		if t, ok := strings.CutSuffix(s, ending); ok {
			s = t
			break
		}
	}
	if len(s) > 4 && (s[:4] == "the " || s[:4] == "The ") {
		s = s[4:]
	}
	return s
}

// abbreviated reports whether a phrase may be an abbreviation or a code: it contains
// a full stop or no lower-case letter.
func abbreviated(s string) bool {
	if len(s) > 16 {
		return false
	}
	lower := false
	for _, r := range s {
		if r == '.' {
			return true
		}
		lower = lower || unicode.IsLower(r)
	}
	return !lower
}

// describePhrase counts the words of the normalized phrase and sets what its
// designators and facility words imply. A single word is the name itself.
func (g *Cluster) describePhrase(norm []byte) {
	g.designatorKinds, g.Facility, g.words = 0, false, 0
	for word := range bytes.FieldsSeq(norm) {
		g.words++
		g.designatorKinds |= cue.DesignatorKinds(word)
		g.Facility = g.Facility || cue.FacilityWords[string(word)]
	}
	if g.words < 2 {
		g.designatorKinds, g.Facility = 0, false
	}
}

func (d *Document) lookup(g *Cluster, name []byte, match Match, kinds cue.Kinds) {
	if len(name) == 0 {
		return
	}
	d.names = d.gaz.Lookup(d.names[:0], name)
	d.addNames(g, match, kinds)
}

// dropHyphenated drops "Saint-Louis" from the candidates of "St. Louis", which is an English
// abbreviation, if there are others.
func (d *Document) dropHyphenated(g *Cluster, phrase string) {
	if len(phrase) < 4 || phrase[2] != '.' || !strings.EqualFold(phrase[:2], "St") {
		return
	}
	g.To = len(d.Candidates)
	if d.keep(g, func(c *Candidate) bool { return !strings.Contains(d.gaz.Name(c.Ref), "-") }) {
		if g.Narrowed {
			g.Basis = "the only place with this name that is written without a hyphen"
		}
		d.Candidates = d.Candidates[:g.To]
		g.Narrowed = false
	}
}

// isNamedTown reports whether the words of a facility in a phrase are part of the own name of a
// settlement or area: "Fort-de-France", "Port of Spain".
func (d *Document) isNamedTown(g *Cluster) bool {
	for j := g.From; j < len(d.Candidates); j++ {
		if c := &d.Candidates[j]; c.Match == MatchExact && !c.foreign && c.Name <= gazetteer.NameAlternate && c.population > 0 &&
			(c.Class == ClassSettlement || c.Class == ClassAdmin1 || c.Class == ClassAdmin2) {
			return true
		}
	}
	return false
}

// isInitials reports whether a phrase is single letters with periods between them.
func isInitials(phrase string) bool {
	for i := range len(phrase) {
		if (i%2 == 1) != (phrase[i] == '.') {
			return false
		}
	}
	return true
}

// lookupFeature adds the places whose name is the cue of a natural feature and the phrase: "lake"
// before "Victoria".
func (d *Document) lookupFeature(g *Cluster) {
	if _, before, _ := cue.FeatureCue(d.Text, &d.Mentions[g.First]); before != "" {
		d.norm2 = append(append(append(d.norm2[:0], before...), ' '), d.norm...)
		d.lookup(g, d.norm2, MatchExact, g.cueKinds)
	}
}

// lookupShared adds the places of the first half of a shared name: "North" of "North and South
// Darfur". It reports whether the phrase is such a half.
func (d *Document) lookupShared(g *Cluster, phrase string) bool {
	k := g.First + 1
	if k >= len(d.Mentions) || !cue.IsDirection(phrase) || !strings.HasPrefix(d.Text[d.Mentions[g.First].End:d.Mentions[k].Start]+"|", " and |") {
		return false
	}
	direction, rest, ok := strings.Cut(d.Mentions[k].Phrase, " ")
	if !ok || !cue.IsDirection(direction) {
		return false
	}
	d.norm2 = gazetteer.Normalize(d.norm2[:0], phrase+" "+rest)
	d.lookup(g, d.norm2, MatchExact, cue.AnyKind)
	g.Basis = "the text shares the rest of its name with the next one"
	return true
}

// lookupWithCue adds the places whose name is the phrase and the cue after it:
// "Mandalay" before "Region".
func (d *Document) lookupWithCue(g *Cluster) {
	if g.cueWord == "" {
		return
	}
	n := len(d.norm)
	d.norm = append(append(d.norm, ' '), g.cueWord...)
	d.lookup(g, d.norm, MatchExact, g.cueKinds)
	d.norm = d.norm[:n]
}

// lookupCounty adds the counties that a name may mean without the word: "Butler" for
// Butler County.
func (d *Document) lookupCounty(g *Cluster) {
	if g.designatorKinds != 0 || g.cueKinds != 0 && !g.cueKinds.Has(geo.KindAdmin2) || g.words > 3 || !latin(d.norm) {
		return
	}
	n := len(d.norm)
	d.norm = append(d.norm, " county"...)
	d.lookup(g, d.norm, MatchDesignator, cue.KindsOf(geo.KindAdmin2))
	d.norm = d.norm[:n]
}

// latin reports whether a normalized name consists of the letters a to z and spaces.
func latin(name []byte) bool {
	for _, c := range name {
		if c != ' ' && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// lookupStripped looks the phrase up without designators and part words.
func (d *Document) lookupStripped(g *Cluster) {
	if g.hasDirection() {
		return
	}
	name, kinds, match := d.norm, cue.AnyKind, MatchDesignator
	for d.empty(g) {
		first, rest, ok := bytes.Cut(name, []byte{' '})
		if !ok {
			return
		}
		last := bytes.LastIndexByte(name, ' ')
		switch {
		case cue.PartWords[string(first)]:
			name, match = rest, max(match, MatchPart)
		case cue.DesignatorKinds(name[last+1:]) != 0:
			kinds &= cue.DesignatorKinds(name[last+1:])
			name = name[:last]
		case cue.DesignatorKinds(first) != 0:
			kinds &= cue.DesignatorKinds(first)
			name = cutJoiners(rest)
		default:
			return
		}
		d.lookup(g, name, match, kinds)
	}
}

// hasDirection reports whether a direction is part of the proper name of a natural feature, and not a
// part of the feature without it: the "South Shetland Islands" are not in the Shetland Islands.
func (g *Cluster) hasDirection() bool {
	word, _, _ := strings.Cut(bare(g.Phrase), " ")
	return len(word) > 3 && word[0] < 'a' && !strings.HasSuffix(word, "ern") && cue.IsDirection(word) &&
		(g.designatorKinds.Has(geo.KindIsland) || g.designatorKinds != 0 && g.designatorKinds&^(cue.TerrainKinds|cue.WaterKinds) == 0)
}

// cutJoiners returns name without its leading joiners, "of the".
func cutJoiners(name []byte) []byte {
	for {
		word, rest, ok := bytes.Cut(name, []byte{' '})
		if !ok || !cue.NameJoiners[string(word)] {
			return name
		}
		name = rest
	}
}

// lookupQualified looks up "Paris" for "Paris, Texas" and "Paris (Texas)", and
// resolves the qualifier.
func (d *Document) lookupQualified(g *Cluster, phrase string) {
	i := strings.IndexAny(phrase, ",(")
	if i <= 0 {
		return
	}
	name, rest := strings.TrimSpace(phrase[:i]), strings.Trim(phrase[i:], " ,()")
	d.norm2 = gazetteer.Normalize(d.norm2[:0], name)
	d.lookup(g, d.norm2, MatchInner, cue.AnyKind)
	g.Qualifier = d.container(rest)
}

// lookupInflected tries plural and derived demonyms: "Afghans", "Londoners".
func (d *Document) lookupInflected(g *Cluster) {
	for _, ending := range [...]string{"s", "ers", "er", "i", "is"} {
		stem, ok := bytes.CutSuffix(d.norm, []byte(ending))
		if !ok || len(stem) < 4 {
			continue
		}
		d.names = d.gaz.Lookup(d.names[:0], stem)
		if ending == "s" { // only a demonym has a plural
			keep := d.names[:0]
			for _, n := range d.names {
				if n.Kind == gazetteer.NameDemonym {
					keep = append(keep, n)
				}
			}
			d.names = keep
		} else if g.Adjectival == 0 {
			continue
		}
		d.addNames(g, MatchInflected, cue.AnyKind)
		if !d.empty(g) {
			return
		}
	}
}

// lookupPartial looks up the longest runs of words of the phrase that name a place
// of some size: what the phrase names is in or near it.
func (d *Document) lookupPartial(g *Cluster) {
	if g.words < 2 || g.words > 8 || g.hasDirection() {
		return
	}
	var starts [9]int
	n := 0
	for i := range d.norm {
		if i == 0 || d.norm[i-1] == ' ' {
			starts[n] = i
			n++
		}
	}
	starts[n] = len(d.norm) + 1
	for size := n - 1; size > 0; size-- {
		for i := 0; i+size <= n; i++ {
			name := d.norm[starts[i] : starts[i+size]-1]
			if len(name) < 4 || i > 0 && i+size < n || size == 1 && (cue.FacilityWords[string(name)] || cue.Designators[string(name)] != 0 || cue.PartWords[string(name)] || d.isFragment(name)) {
				continue
			}
			from := len(d.Candidates)
			d.lookup(g, name, MatchPartial, cue.AnyKind)
			keep := d.Candidates[:from]
			for _, c := range d.Candidates[from:] {
				if (c.Class == ClassSettlement && c.population > 3) || c.Class == ClassCountry || c.Class == ClassAdmin1 || c.Class == ClassAdmin2 {
					c.last = i+size == n
					keep = append(keep, c)
				}
			}
			d.Candidates = keep
		}
		if !d.empty(g) {
			return
		}
	}
}

// minFragment is the least number of letters of one word of a phrase that is looked up in scripts with an alphabet.
const minFragment = 3

// isFragment reports whether a word of a phrase in a language other than English is no name by itself.
func (d *Document) isFragment(word []byte) bool {
	if d.language == "" {
		return false
	}
	r, _ := utf8.DecodeRune(word)
	return cue.IsGeneric(d.language, word) || utf8.RuneCount(word) < minFragment && !unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
}

// addNames appends the places of d.names that have one of the kinds as candidates,
// each place once, by its closest name.
func (d *Document) addNames(g *Cluster, match Match, kinds cue.Kinds) {
	if len(d.names) > maxCandidates { // "Malta" is an alternate name of all places on it
		slices.SortStableFunc(d.names, func(a, b gazetteer.NameRef) int {
			return cmp.Compare(min(a.Kind, gazetteer.NameAlternate), min(b.Kind, gazetteer.NameAlternate))
		})
	}
	for _, n := range d.names {
		if n.Kind == gazetteer.NameCode {
			continue
		}
		if d.improveName(g, n, match) || len(d.Candidates)-g.From >= maxCandidates {
			continue
		}
		c := d.candidate(n.Ref)
		if !kinds.Has(c.Kind) {
			continue
		}
		if d.language != "" && n.Kind == gazetteer.NameAlternate && (c.isKnown() || inOwnScript(g.Phrase)) {
			n.Kind, c.translated = gazetteer.NameOfficial, true // in the language of the text
		}
		c.Match, c.Name, c.foreign = match, n.Kind, d.isForeign(n)
		d.Candidates = append(d.Candidates, c)
	}
}

// knownPopulation is the Candidate.population of 100,000 people.
const knownPopulation = 5.81

// inOwnScript reports whether a phrase is in a script other than Latin, in which all names are alternate ones.
func inOwnScript(phrase string) bool {
	r, _ := utf8.DecodeRuneInString(phrase)
	return r > unicode.MaxLatin1 && !unicode.Is(unicode.Latin, r)
}

// isKnown reports whether texts in all languages name a place: a country, a first-level area or
// a large town.
func (c *Candidate) isKnown() bool {
	return c.Class == ClassCountry || c.Class == ClassRegion || c.Class == ClassAdmin1 || c.population >= knownPopulation
}

// improveName reports whether the place of a name is a candidate already, and gives
// that candidate the name if it is plainer than its own.
func (d *Document) improveName(g *Cluster, n gazetteer.NameRef, match Match) bool {
	for i := g.From; i < len(d.Candidates); i++ {
		c := &d.Candidates[i]
		if c.Ref != n.Ref {
			continue
		}
		if foreign := d.isForeign(n); c.Match == match && nameRank(n.Kind, foreign) < nameRank(c.Name, c.foreign) {
			c.Name, c.foreign = n.Kind, foreign
		}
		return true
	}
	return false
}

// isForeign reports whether a name is an alternate name in a language other than
// English.
func (d *Document) isForeign(n gazetteer.NameRef) bool {
	return d.language == "" && n.Kind == gazetteer.NameAlternate && d.foreignLang[uint8(n.Lang)]
}

package compile

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/internal/layout"
	"dateline/geo/gazetteer/source"
)

// localName is the name of a place in a language.
type localName struct {
	place uint32
	text  string
}

// minLocalPopulation is the population from which on settlements have local names. Their
// names would exceed maxLocalBytes otherwise.
const minLocalPopulation = 1000

// maxLocalName is the length of the longest local names in bytes.
const maxLocalName = 120

// addLocalNames adds the names of an entry to show by language.
func (b *builder) addLocalNames(at uint32, e *source.Entry) {
	for _, n := range e.LocalNames {
		b.addLocalName(at, n.Text, n.Language)
	}
}

// localTags has the tags of gazetteer.LocalNames for others of the same names.
var localTags = map[string]string{"zh-Hans": "zh", "zh-CN": "zh", "zh-TW": "zh-Hant"}

// addLocalName adds a name to show to readers of a language.
func (b *builder) addLocalName(at uint32, text, language string) {
	language = cmp.Or(localTags[language], language)
	p := &b.places[at]
	if text == "" || len(text) > maxLocalName || language == "" || p.kind == geo.KindSettlement && p.population < minLocalPopulation {
		return
	}
	b.localNames[language] = append(b.localNames[language], localName{at, text})
}

// maxLocalBytes bounds the local names of a file, in bytes before compression, which halves them. If the sources have
// more, the most prominent places have theirs. It grows with the number of places, because the names of a small file are
// not worth more than its places.
func (f *fileWriter) maxLocalBytes() int { return max(64<<10, 12*len(f.order)) }

// writeLocalNames writes the names by language, except for those of defaultName.
func (f *fileWriter) writeLocalNames() error {
	names := f.chooseLocalNames()
	codes := slices.Sorted(maps.Keys(names))
	tables := make([][]layout.LocalName, len(codes))
	for i, code := range codes {
		tables[i] = names[code]
	}
	f.sections.b[layout.SecLocalNames] = layout.AppendLocalNames(nil, codes, tables)
	return nil
}

// chooseLocalNames returns the local names to write by language, each list by Ref.
func (f *fileWriter) chooseLocalNames() map[string][]layout.LocalName {
	all := map[string][]layout.LocalName{}
	bytes := make([]int, len(f.order)) // of the names of each place
	for _, code := range slices.Sorted(maps.Keys(f.localNames)) {
		list := f.localNames[code]
		slices.SortStableFunc(list, func(x, y localName) int { return cmp.Compare(f.refs[x.place], f.refs[y.place]) })
		list = slices.CompactFunc(list, func(x, y localName) bool { return f.refs[x.place] == f.refs[y.place] })
		for _, n := range list {
			ref := uint32(f.refs[n.place])
			if n.text == f.defaultName(all, code, ref) {
				continue
			}
			all[code] = append(all[code], layout.LocalName{Ref: ref, Text: []byte(n.text)})
			bytes[ref] += len(n.text)
		}
	}
	f.localNames = nil
	kept := f.mostProminent(bytes)
	for code, list := range all {
		list = slices.DeleteFunc(list, func(n layout.LocalName) bool { return !kept[n.Ref] })
		if all[code] = list; len(list) == 0 {
			delete(all, code)
		}
	}
	return all
}

// defaultName returns the name that a reader of a language is shown of a place without a local name: in "pt-PT" that in
// "pt" if there is one in all, otherwise the display name.
func (f *fileWriter) defaultName(all map[string][]layout.LocalName, code string, ref uint32) string {
	for at := strings.LastIndexByte(code, '-'); at > 0 && !strings.HasSuffix(code, "-Latn"); at = strings.LastIndexByte(code, '-') {
		code = code[:at]
		n, found := slices.BinarySearchFunc(all[code], ref, func(n layout.LocalName, ref uint32) int { return cmp.Compare(n.Ref, ref) })
		if found {
			return string(all[code][n].Text)
		}
	}
	return string(f.text(f.places[f.order[ref]].name))
}

// mostProminent returns which places keep their local names, given the bytes of the names of each by Ref.
func (f *fileWriter) mostProminent(bytes []int) []bool {
	kept := make([]bool, len(bytes))
	var refs []uint32
	for ref, n := range bytes {
		if n > 0 {
			refs = append(refs, uint32(ref))
		}
	}
	slices.SortStableFunc(refs, func(x, y uint32) int { return cmp.Compare(f.weight(gazetteer.Ref(y)), f.weight(gazetteer.Ref(x))) })
	left := f.maxLocalBytes()
	for _, ref := range refs {
		if left -= bytes[ref]; left < 0 {
			break
		}
		kept[ref] = true
	}
	return kept
}

// weight returns the prominence of a place.
func (f *fileWriter) weight(r gazetteer.Ref) uint8 {
	p := &f.places[f.order[r]]
	return layout.Weight(p.kind, p.population, p.names)
}

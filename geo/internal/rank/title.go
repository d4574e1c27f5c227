package rank

import (
	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/refsum"
)

// titleCountry returns the share of a country among the countries and first-level
// areas that the title names.
func (d *Document) titleCountry(code uint16) float32 {
	return titleShare(d.title.Country(code), d.title.Total)
}

// titleAdmin1 returns the share of a first-level area among the countries and
// first-level areas that the title names.
func (d *Document) titleAdmin1(ref gazetteer.Ref) float32 {
	return titleShare(d.title.Area(ref), d.title.Total)
}

func titleShare(part, whole float32) float32 {
	if whole == 0 {
		return 0
	}
	return part / (whole + .5)
}

// scanTitle finds the countries and first-level areas that the title names, in names
// of up to three words.
func (d *Document) scanTitle() {
	d.title.Reset()
	title := d.Article.Title
	for i := 0; i < len(title); i++ {
		if title[i] < 'A' || title[i] > 'Z' || i > 0 && title[i-1] != ' ' && title[i-1] != '"' && title[i-1] != '(' {
			continue
		}
		for n := 3; n > 0; n-- {
			name := bare(firstWords(title[i:], n))
			if len(name) < 3 {
				continue
			}
			d.norm = gazetteer.Normalize(d.norm[:0], name)
			d.names = d.gaz.Lookup(d.names[:0], d.norm)
			if d.addTitleArea() {
				i += len(name) - 1
				break
			}
		}
	}
}

// addTitleArea adds the first country or first-level area of d.names to the title's
// weights and reports whether there is one.
func (d *Document) addTitleArea() bool {
	for _, n := range d.names {
		if d.isForeign(n) || n.Kind == gazetteer.NameCode {
			continue
		}
		r := d.gaz.Record(n.Ref)
		if r.Kind != geo.KindCountry && r.Kind != geo.KindAdmin1 {
			continue
		}
		admin1 := NoRef
		if r.Kind == geo.KindAdmin1 {
			admin1 = n.Ref
		}
		d.title.Add(refsum.CountryCode(r.Country), admin1, NoRef, 1)
		d.title.Total++
		return true
	}
	return false
}

package rank

import (
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
)

// findQualifier sets the qualifier of mention i's cluster to the area written right
// after it, if that is not a mention itself, "Springfield, Ill.", or to the country whose adjective is before it in
// another language than English, "het Franse Bergen".
func (d *Document) findQualifier(i int) {
	g := &d.Clusters[d.ClusterOf[i]]
	end := d.Mentions[i].End
	if d.language != "" && g.Qualifier == NoRef {
		if code := cue.NationBefore(d.language, d.Text[:d.Mentions[i].Start]); code != "" {
			if ref, ok := d.gaz.ByID(geo.PlaceID("iso:" + code)); ok {
				g.Qualifier = ref
				d.dropOutside(g, ref)
				return
			}
		}
	}
	if g.Qualifier != NoRef || !strings.HasPrefix(d.Text[end:], ", ") {
		return
	}
	start := end + 2
	if i+1 < len(d.Mentions) && d.Mentions[i+1].Start <= start {
		return
	}
	rest := d.Text[start:min(len(d.Text), start+24)]
	if len(rest) == 0 || rest[0] < 'A' || rest[0] > 'Z' {
		return
	}
	for n := 3; n > 0; n-- {
		if words := firstWords(rest, n); words != "" {
			if ref := d.container(words); ref != NoRef {
				g.Qualifier = ref
				return
			}
		}
	}
}

// dropOutside drops the candidates of a cluster that are outside a country, if one in it has exactly the name.
func (d *Document) dropOutside(g *Cluster, country gazetteer.Ref) {
	keep, exact := g.From, false
	for j := g.From; j < g.To; j++ {
		if c := &d.Candidates[j]; d.IsIn(c, country) && c.Match == MatchExact {
			exact = true
		}
	}
	if !exact {
		return
	}
	for j := g.From; j < g.To; j++ {
		if c := d.Candidates[j]; d.IsIn(&c, country) {
			d.Candidates[keep] = c
			keep++
		}
	}
	g.To = keep
}

// firstWords returns the first n words of s, including a full stop after them. It
// returns "" if s has fewer words or other punctuation comes first.
func firstWords(s string, n int) string {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ':
			if n--; n == 0 {
				return s[:i]
			}
		case c == '.' || c == '-' || c == '\'' || c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z':
		default:
			if n == 1 {
				return s[:i]
			}
			return ""
		}
	}
	if n == 1 {
		return s
	}
	return ""
}

// container returns the most important country or first-level area with a name, or
// NoRef.
func (d *Document) container(name string) gazetteer.Ref {
	d.names = d.names[:0]
	if abbreviated(name) {
		d.names = d.gaz.LookupVerbatim(d.names, name)
	}
	if len(d.names) == 0 {
		d.norm2 = gazetteer.Normalize(d.norm2[:0], strings.TrimSuffix(name, "."))
		d.names = d.gaz.Lookup(d.names, d.norm2)
	}
	for _, n := range d.names {
		if n.Kind == gazetteer.NameCode || d.isForeign(n) {
			continue
		}
		if k := d.gaz.Record(n.Ref).Kind; k == geo.KindCountry || k == geo.KindAdmin1 {
			return n.Ref
		}
	}
	return NoRef
}

package figure

import (
	"fmt"
	"strings"

	"dateline/geo/layer"
)

// alt returns the alternative text: what the map shows and the most mentioned places.
func (d *drawing) alt() string {
	out := fmt.Sprintf("Map: %s. %s", strings.TrimSuffix(d.Title, "."), counted(len(d.pins), "place"))
	if d.areaKey > 0 {
		out += " and " + counted(d.areaKey, "area")
	}
	if countries := d.countryNames(); len(countries) > 0 {
		out += " in " + join(countries, 4)
	}
	var most []string
	for _, p := range d.pins[:min(3, len(d.pins))] {
		most = append(most, fmt.Sprintf("%s (%s)", p.label, counted(p.row.Mentions, "mention")))
	}
	if len(most) > 0 {
		out += "; mentioned most: " + join(most, 3)
	}
	return out + "."
}

// countryNames returns the countries of the pins in the order of their mentions.
func (d *drawing) countryNames() []string {
	var out []string
	seen := map[string]bool{"": true}
	for _, p := range d.pins {
		if name := p.row.Place.CountryName; !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}

// join joins at most limit names: "Kabul, Quetta and 3 more".
func join(names []string, limit int) string {
	if len(names) > limit {
		return strings.Join(names[:limit], ", ") + fmt.Sprintf(" and %d more", len(names)-limit)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// describe returns the long description: all places with their mentions, and the
// provenance.
func (d *drawing) describe() string {
	var b strings.Builder
	b.WriteString(d.Title + ". ")
	for _, p := range d.pins {
		fmt.Fprintf(&b, "%s: %s, %s, %s. ", layer.FullName(&p.row.Place), p.row.Place.Kind.Label(), p.row.Confidence, counted(p.row.Mentions, "mention"))
	}
	for _, p := range d.pins {
		if p.chosen != nil && p.chosen.Note != "" {
			fmt.Fprintf(&b, "%s: %s. ", p.label, strings.TrimSuffix(p.chosen.Note, "."))
		}
	}
	for _, a := range d.areas {
		fmt.Fprintf(&b, "%s: %s, drawn as an area, %s. ", layer.FullName(&a.row.Place), a.row.Place.Kind.Label(), counted(a.row.Mentions, "mention"))
	}
	for _, s := range d.header.Statements() {
		fmt.Fprintf(&b, "%s: %s. ", s.Label, strings.TrimSuffix(s.Text, "."))
	}
	return strings.TrimSpace(b.String())
}

package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"
	"dateline/geo/internal/abbrev"
)

const (
	// sameHomeKM is the distance in kilometers within which two places of one name are one
	// home, such as a city and the district around it.
	sameHomeKM = 50
	// maxListedHomes is the number of places that the error for an ambiguous home lists.
	maxListedHomes = 5
)

// FindHome returns the one place that the words for a publisher's home mean: the identifier of a
// place, its name, or its name and the areas that contain it ("Dayton, Ohio"). The error is a
// geo.ErrInput when no place is meant, or several.
func FindHome(g *gazetteer.Gazetteer, words string) (geo.Place, error) {
	if ref, ok := g.ByID(geo.PlaceID(words)); ok {
		return g.Place(ref), nil
	}
	parts := strings.Split(words, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	homes := homesNamed(g, parts[0])
	if len(homes) == 0 {
		return geo.Place{}, geo.Errorf(geo.ErrInput, "no town or area is called %q, so it cannot be the publisher's home", parts[0])
	}
	inside := homes
	for _, area := range parts[1:] {
		areas := refsOf(g, area)
		inside = slices.DeleteFunc(slices.Clone(inside), func(r gazetteer.Ref) bool { return !isInAny(g, r, areas) })
	}
	if len(inside) == 0 {
		return geo.Place{}, geo.Errorf(geo.ErrInput, "no place called %q is in %s; it could be %s", parts[0], strings.Join(parts[1:], ", "), listHomes(g, homes))
	}
	best := inside[0]
	for _, other := range inside[1:] {
		if geometry.Distance(g.Record(best).Point, g.Record(other).Point) > sameHomeKM {
			return geo.Place{}, geo.Errorf(geo.ErrInput, "%q may be %s; give the publisher's home with its state or country", words, listHomes(g, inside))
		}
	}
	return g.Place(best), nil
}

// homesNamed returns the settlements with a name as their own; without any, those with another
// name or the areas of the name. Of places of one name within sameHomeKM the most populous is first.
func homesNamed(g *gazetteer.Gazetteer, name string) []gazetteer.Ref {
	var own, other, areas []gazetteer.Ref
	for _, n := range g.Lookup(nil, gazetteer.Normalize(nil, name)) {
		r := g.Record(n.Ref)
		switch {
		case n.Kind == gazetteer.NameDemonym || slices.Contains(own, n.Ref) || slices.Contains(other, n.Ref) || slices.Contains(areas, n.Ref):
		case r.Kind == geo.KindSettlement && n.Kind <= gazetteer.NameASCII:
			own = append(own, n.Ref)
		case r.Kind == geo.KindSettlement:
			other = append(other, n.Ref)
		case r.Kind == geo.KindAdmin1 || r.Kind == geo.KindAdmin2 || r.Kind == geo.KindAdmin3 || r.Kind == geo.KindQuarter:
			areas = append(areas, n.Ref)
		}
	}
	for _, refs := range [][]gazetteer.Ref{own, other, areas} {
		if len(refs) > 0 {
			slices.SortStableFunc(refs, func(a, b gazetteer.Ref) int { return cmp.Compare(g.Record(b).Population, g.Record(a).Population) })
			return refs
		}
	}
	return nil
}

// refsOf returns the places with a name or an abbreviation: "Ohio", "OH".
func refsOf(g *gazetteer.Gazetteer, name string) []gazetteer.Ref {
	names := abbrev.Lookup(g, nil, name)
	names = g.Lookup(names, gazetteer.Normalize(nil, name))
	refs := make([]gazetteer.Ref, len(names))
	for i := range names {
		refs[i] = names[i].Ref
	}
	return refs
}

func isInAny(g *gazetteer.Gazetteer, r gazetteer.Ref, areas []gazetteer.Ref) bool {
	rec := g.Record(r)
	return slices.Contains(areas, rec.Admin1) || slices.Contains(areas, rec.Admin2) || slices.Contains(areas, rec.CountryRef)
}

// listHomes lists places with what distinguishes them, the most populous first.
func listHomes(g *gazetteer.Gazetteer, refs []gazetteer.Ref) string {
	var titles []string
	for _, r := range refs[:min(len(refs), maxListedHomes)] {
		p := g.Place(r)
		titles = append(titles, Title(&p))
	}
	if n := len(refs) - len(titles); n > 0 {
		titles = append(titles, fmt.Sprintf("%d more", n))
	}
	if len(titles) == 1 {
		return titles[0]
	}
	return strings.Join(titles[:len(titles)-1], ", ") + " or " + titles[len(titles)-1]
}

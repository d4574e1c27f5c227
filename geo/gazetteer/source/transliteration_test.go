package source

import (
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

func TestPlacesAreShownByTheirPlainSpelling(t *testing.T) {
	for _, c := range []struct{ name, country, want string }{
		{"Herāt", "AF", "Herat"}, {"Jalālābād", "AF", "Jalalabad"}, {"Cox’s Bāzār", "BD", "Cox's Bazar"}, {"Ḩalab", "SY", "Halab"}, {"Kyōto", "JP", "Kyoto"},
		{"Béjaïa", "DZ", "Béjaïa"}, {"São Paulo", "BR", "São Paulo"}, {"Zürich", "CH", "Zürich"}, {"Rīga", "LV", "Rīga"}, {"Whangārei", "NZ", "Whangārei"},
		{"L’Aquila", "IT", "L’Aquila"}, {"Kabul", "AF", "Kabul"},
	} {
		e := gazetteer.Entry{Place: geo.Place{Name: c.name, Country: c.country}}
		plainly(&e)
		if e.Place.Name != c.want {
			t.Errorf("%s in %s is shown as %s, not %s", c.name, c.country, e.Place.Name, c.want)
		}
		if kept := len(e.Names) == 1 && e.Names[0].Text == c.name; kept != (c.name != c.want) {
			t.Errorf("%s in %s has the names %v", c.name, c.country, e.Names)
		}
	}
}

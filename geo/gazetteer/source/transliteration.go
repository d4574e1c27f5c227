package source

import (
	"strings"
	"unicode"

	"dateline/geo/gazetteer"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// transliterating are the countries whose names reach GeoNames from a script other
// than Latin. Elsewhere a macron or a dot belongs to the spelling.
var transliterating = func() map[string]bool {
	m := map[string]bool{}
	for code := range strings.FieldsSeq(`AF PK IR IQ SY LB JO PS IL SA YE OM AE QA KW BH EG LY TN DZ MA EH SD MR TD DJ
		IN BD NP BT LK MV MM TH LA KH ET ER RU UA BY BG MK KZ KG TJ MN GE AM GR CY JP KR KP CN TW`) {
		m[code] = true
	}
	return m
}()

// scholarly are the letters and marks by which a transliteration tells apart what
// English spelling does not.
const scholarly = "āēīōūĀĒĪŌŪăĕĭŏŭĂĔĬŎŬḩḨḥḤşŞṣṢţŢṭṬḑḐḍḌz̧ẕẔẓẒḱṟḻṉḵḴḳḲġĠḫḪẖẖšḏḎ‘’ʻʼʿʾ`"

// display returns the name of a place as it is shown: the plain spelling, "Herat",
// where the name proper is a scholar's, "Herāt". That one stays one of its names.
func display(name, plain, country string) string {
	if plain == "" || !transliterating[country] || !strings.ContainsAny(name, scholarly) {
		return name
	}
	return plain
}

// plainly shows a place by its plain spelling, where the source has no other than
// the scholar's.
func plainly(e *gazetteer.Entry) {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), apostrophes.Replace(e.Place.Name))
	if err != nil {
		return
	}
	if shown := display(e.Place.Name, plain, e.Place.Country); shown != e.Place.Name {
		e.Names = append(e.Names, gazetteer.Name{Text: e.Place.Name})
		e.Place.Name = shown
	}
}

// apostrophes writes ayin and hamza as newspapers do.
var apostrophes = strings.NewReplacer("‘", "'", "’", "'", "ʻ", "'", "ʼ", "'", "ʿ", "'", "ʾ", "'", "`", "'")

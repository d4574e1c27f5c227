package bundled

import (
	"iter"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// countries are the countries of world-countries with the outlines of world-atlas and
// the points and further names of the supplement.
type countries struct{ folder }

// Info describes the source.
func (c *countries) Info() gazetteer.SourceInfo {
	i := c.info("world-countries", gazetteer.SourceInfo{
		Name: "World countries", License: "ODbL-1.0", Attribution: "world-countries by Mohammed Le Doze, ODbL 1.0; outlines: Natural Earth, public domain",
		URL: "https://github.com/mledoze/countries",
	})
	if atlas := c.info("world-atlas", gazetteer.SourceInfo{}); atlas.Version != "" {
		i.Version += ", " + atlas.Version
	}
	return i
}

type worldCountry struct {
	Name struct {
		Common   string `json:"common"`
		Official string `json:"official"`
		Native   map[string]struct {
			Common, Official string
		} `json:"native"`
	} `json:"name"`
	CCA2         string    `json:"cca2"`
	CCA3         string    `json:"cca3"`
	CCN3         string    `json:"ccn3"`
	AltSpellings []string  `json:"altSpellings"`
	LatLng       []float64 `json:"latlng"`
	Demonyms     map[string]struct {
		F, M string
	} `json:"demonyms"`
	Translations map[string]struct {
		Common, Official string
	} `json:"translations"`
}

// languages3 has the BCP 47 codes of the three-letter codes of world-countries.
var languages3 = map[string]string{
	"ara": "ar", "ces": "cs", "deu": "de", "est": "et", "fin": "fi", "fra": "fr", "hrv": "hr", "hun": "hu", "ita": "it", "jpn": "ja", "kor": "ko",
	"nld": "nl", "per": "fa", "pol": "pl", "por": "pt", "rus": "ru", "slk": "sk", "spa": "es", "swe": "sv", "urd": "ur", "zho": "zh", "tur": "tr", "srp": "sr", "bre": "br",
}

// Entries yields the countries.
func (c *countries) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		var all []worldCountry
		var atlas topology
		if err := readJSON(c.file("world-countries", "countries.json"), &all); err != nil {
			yield(source.Entry{}, err)
			return
		}
		if err := readJSON(c.file("world-atlas", "countries-10m.json"), &atlas); err != nil {
			yield(source.Entry{}, err)
			return
		}
		outlines, err := atlas.countries(all)
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		points, err := c.rows("country_points.tsv")
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		names, err := c.rows("country_names.tsv")
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		more := map[string][]source.Name{}
		for _, r := range names {
			more[r.get("country")] = append(more[r.get("country")], r.name())
		}
		where := map[string]row{}
		for _, r := range points {
			where[r.get("country")] = r
		}
		for _, w := range all {
			e := w.entry()
			if r, ok := where[w.CCA2]; ok {
				if p, ok := r.point(); ok {
					e.Place.Point = p
				}
				if id := r.get("id"); id != "" {
					e.SameAs = append(e.SameAs, e.Place.ID)
					e.Place.ID = geo.PlaceID(id)
				}
			}
			e.Area = outlines[w.CCA2]
			e.Names = append(e.Names, more[w.CCA2]...)
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (w *worldCountry) entry() source.Entry {
	e := source.Entry{Place: geo.Place{
		ID: geo.PlaceID("iso:" + w.CCA2), Name: w.Name.Common, Kind: geo.KindCountry, Feature: "PCLI", Country: w.CCA2,
		Point: orb.Point{w.LatLng[1], w.LatLng[0]}, Codes: map[string]string{"iso": w.CCA2 + "," + w.CCA3},
	}}
	add := func(kind gazetteer.NameKind, language string, texts ...string) {
		for _, t := range texts {
			if t != "" && t != w.Name.Common && !slices.ContainsFunc(e.Names, func(n source.Name) bool { return n.Text == t && n.Kind == kind }) {
				e.Names = append(e.Names, source.Name{Text: t, Kind: kind, Language: language})
			}
		}
	}
	add(gazetteer.NameOfficial, "en", w.Name.Official)
	for _, s := range w.AltSpellings {
		if !entry.LooksLikeCode(s) {
			add(gazetteer.NameAlternate, "", s)
		}
	}
	for _, l := range sorted(w.Name.Native) {
		add(gazetteer.NameAlternate, languages3[l], w.Name.Native[l].Common, w.Name.Native[l].Official)
	}
	for _, l := range sorted(w.Translations) {
		add(gazetteer.NameAlternate, languages3[l], w.Translations[l].Common, w.Translations[l].Official)
	}
	for _, l := range []string{"eng", "fra"} {
		for _, d := range []string{w.Demonyms[l].M, w.Demonyms[l].F} {
			for part := range strings.SplitSeq(d, ",") {
				part = strings.TrimSpace(part)
				add(gazetteer.NameDemonym, map[string]string{"eng": "en", "fra": "fr"}[l], part)
				if l == "eng" && strings.HasSuffix(part, "n") {
					add(gazetteer.NameDemonym, "en", part+"s")
				}
			}
		}
	}
	return e
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// unnumbered has the countries of the parts of the atlas without an ISO number. A part
// under a government that is not widely recognized is assigned to the country that
// most states consider it part of. The parts that are not here are reefs that several
// countries claim.
var unnumbered = map[string]string{
	"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY", "Cyprus U.N. Buffer Zone": "CY", "Dhekelia": "CY", "Akrotiri": "CY",
	"USNB Guantanamo Bay": "CU", "Baikonur": "KZ", "Indian Ocean Ter.": "AU", "Coral Sea Is.": "AU",
}

// overseas are the parts that the atlas has as part of another country, by a box around
// each.
var overseas = [...]struct {
	with, code string
	box        orb.Bound
}{
	{"FR", "GF", orb.Bound{Min: orb.Point{-55, 2}, Max: orb.Point{-51, 6}}},
	{"FR", "GP", orb.Bound{Min: orb.Point{-62, 15.8}, Max: orb.Point{-60.9, 16.6}}},
	{"FR", "MQ", orb.Bound{Min: orb.Point{-61.3, 14.3}, Max: orb.Point{-60.7, 15}}},
	{"FR", "RE", orb.Bound{Min: orb.Point{55, -21.5}, Max: orb.Point{56, -20.7}}},
	{"FR", "YT", orb.Bound{Min: orb.Point{44.9, -13.1}, Max: orb.Point{45.4, -12.5}}},
	{"NO", "SJ", orb.Bound{Min: orb.Point{8, 70.5}, Max: orb.Point{35, 81}}},
	{"NO", "SJ", orb.Bound{Min: orb.Point{-10, 70.5}, Max: orb.Point{-7, 71.5}}},
	{"NO", "BV", orb.Bound{Min: orb.Point{3, -55}, Max: orb.Point{4, -54}}},
	{"NL", "BQ", orb.Bound{Min: orb.Point{-69, 11.9}, Max: orb.Point{-62.8, 17.8}}},
	{"AU", "CX", orb.Bound{Min: orb.Point{105, -11}, Max: orb.Point{106, -10}}},
	{"AU", "CC", orb.Bound{Min: orb.Point{96, -13}, Max: orb.Point{97, -11}}},
	{"NZ", "TK", orb.Bound{Min: orb.Point{-173, -10}, Max: orb.Point{-171, -8}}},
}

// countries returns the outlines of countries by their two-letter codes.
func (t *topology) countries(all []worldCountry) (map[string]orb.MultiPolygon, error) {
	byNumber := map[string]string{}
	for _, c := range all {
		byNumber[c.CCN3] = c.CCA2
	}
	drawn := map[string][]orb.MultiPolygon{}
	err := t.eachOutline("countries", func(id, name string, outline orb.MultiPolygon) {
		code := byNumber[id]
		if id == "" || code == "" {
			if code = unnumbered[name]; code == "" {
				return
			}
		}
		parts := map[string]orb.MultiPolygon{}
		for _, polygon := range outline {
			to := code
			for _, o := range overseas {
				if o.with == code && o.box.Contains(polygon.Bound().Center()) {
					to = o.code
				}
			}
			parts[to] = append(parts[to], polygon)
		}
		for to, outline := range parts {
			drawn[to] = append(drawn[to], outline)
		}
	})
	whole := map[string]orb.MultiPolygon{}
	for code, list := range drawn {
		whole[code] = geometry.Dissolve(list)
	}
	return whole, err
}

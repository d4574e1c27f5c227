package bundled

import (
	"iter"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/geometry"

	"github.com/paulmach/orb"
)

// countries are the countries and territories of the table countries.tsv, with the
// points and names of the supplement, the names of CLDR, and the outlines of world-atlas.
type countries struct{ folder }

// Info describes the source.
func (c *countries) Info() gazetteer.SourceInfo {
	i := c.info("cldr-localenames-full", gazetteer.SourceInfo{
		Name: "Countries", License: "Unicode-3.0", URL: "https://cldr.unicode.org",
		Attribution: "Names: Unicode CLDR, Unicode License v3; codes: GeoNames, CC BY 4.0; outlines: Natural Earth, public domain",
	})
	if atlas := c.info("world-atlas", gazetteer.SourceInfo{}); atlas.Version != "" {
		i.Version += ", " + atlas.Version
	}
	return i
}

// Entries yields the countries.
func (c *countries) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		all, err := c.read()
		if err != nil {
			yield(source.Entry{}, err)
			return
		}
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// read returns the entries of all countries in the order of their codes.
func (c *countries) read() ([]source.Entry, error) {
	codes, err := c.rows("countries.tsv")
	if err != nil {
		return nil, err
	}
	var atlas topology
	if err := readJSON(c.file("world-atlas", "countries-10m.json"), &atlas); err != nil {
		return nil, err
	}
	outlines, err := atlas.countries(codes)
	if err != nil {
		return nil, err
	}
	names, err := c.countryNames()
	if err != nil {
		return nil, err
	}
	others, err := c.otherNames()
	if err != nil {
		return nil, err
	}
	local, err := c.territoryLocalNames()
	if err != nil {
		return nil, err
	}
	points, err := c.rows("country_points.tsv")
	if err != nil {
		return nil, err
	}
	byCountry := map[string]row{}
	for _, r := range points {
		byCountry[r.get("country")] = r
	}
	all := make([]source.Entry, 0, len(codes))
	for _, r := range codes {
		code := r.get("country")
		about := byCountry[code]
		point, ok := about.point()
		if !ok {
			return nil, r.bad("country_points.tsv has no point of %s", code)
		}
		e := source.Entry{
			Place: geo.Place{
				ID: geo.PlaceID(about.get("id")), Name: about.get("name"), Kind: geo.KindCountry, Feature: "PCLI", Country: code,
				Point: point, Codes: map[string]string{"iso": code + "," + r.get("alpha3")},
			},
			SameAs: []geo.PlaceID{geo.PlaceID("iso:" + code)},
			Area:   outlines[code],
		}
		if official := r.get("official"); official != "" {
			e.Names = append(e.Names, source.Name{Text: official, Kind: gazetteer.NameOfficial, Language: "en"})
		}
		e.Names = append(e.Names, names[code]...)
		e.LocalNames = local[code]
		addOtherNames(&e, others[code])
		all = append(all, e)
	}
	return all, nil
}

// countryNames returns the further names of countries by their codes: those of CLDR,
// then those of the supplement.
func (d folder) countryNames() (map[string][]source.Name, error) {
	names, err := d.territoryNames()
	if err != nil {
		return nil, err
	}
	for _, table := range []string{"country_names.tsv", "country_names_other.tsv"} {
		rows, err := d.rows(table)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			names[r.get("country")] = append(names[r.get("country")], r.name())
		}
	}
	return names, nil
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

// countries returns the outlines of the countries of countries.tsv by their two-letter
// codes.
func (t *topology) countries(all []row) (map[string]orb.MultiPolygon, error) {
	byNumber := map[string]string{}
	for _, r := range all {
		byNumber[r.get("numeric")] = r.get("country")
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

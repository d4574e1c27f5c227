package table

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/gazetteer/source/internal/input"
)

// Mapping has the columns of a table, or properties of a GeoJSON file, by field. Fields
// that it does not have are guessed from the names of the columns. A value is the
// name of a column or, for the fields kind, country and prefix, a value for all
// rows. The fields are
//
//	name        the name of the place
//	names       further names, separated by ; or |
//	id          the identifier of the place
//	parent      the identifier of the area directly above the place
//	prefix      the prefix of identifiers: "newsroom" gives newsroom:17
//	lat, lon    the position in decimal degrees
//	kind        the kind of place: settlement, admin2, site, …
//	feature     the GeoNames feature code, such as PPL
//	country     the ISO 3166-1 alpha-2 code
//	admin1      the GeoNames code of the first-level area
//	admin2      the GeoNames code of the second-level area
//	population  the population
//	geonames    the GeoNames id of the same place
//	pcode, wikidata, iata, icao
//	            codes of these kinds
type Mapping map[string]string

// mappingFields are the fields of a mapping.
var mappingFields = [...]string{
	"name", "names", "id", "parent", "prefix", "lat", "lon", "kind", "feature", "country", "admin1", "admin2", "population",
	"geonames", "pcode", "wikidata", "iata", "icao",
}

// ParseMapping parses a mapping such as
// "name=admin2Name_en,id=admin2Pcode,lat=y,lon=x".
func ParseMapping(s string) (Mapping, error) {
	m := Mapping{}
	if strings.TrimSpace(s) == "" {
		return m, nil
	}
	for part := range strings.SplitSeq(s, ",") {
		field, column, ok := strings.Cut(part, "=")
		field, column = strings.TrimSpace(field), strings.TrimSpace(column)
		if !ok || field == "" || column == "" {
			return nil, geo.Errorf(geo.ErrInput, "the mapping %q: %q is not of the form field=column", s, part)
		}
		if !slices.Contains(mappingFields[:], field) {
			return nil, geo.Errorf(geo.ErrInput, "the mapping %q: there is no field %q; the fields are %s", s, field, strings.Join(mappingFields[:], ", "))
		}
		if _, duplicate := m[field]; duplicate {
			return nil, geo.Errorf(geo.ErrInput, "the mapping %q: the field %q is given twice", s, field)
		}
		m[field] = column
	}
	return m, nil
}

// commonColumns has the common names of the column of each field, normalized by
// squash, the most likely first.
var commonColumns = map[string][]string{
	"name":       {"name", "nameen", "placename", "place", "toponym", "title", "label", "settlement", "village", "town", "city", "location", "featurename", "featurerefname"},
	"names":      {"names", "alternatenames", "altnames", "altname", "aliases", "alias", "othernames", "namealt", "alternativenames"},
	"id":         {"id", "placeid", "uid", "uuid", "objectid", "code", "fid"},
	"parent":     {"parent", "parentid", "parentpcode", "parentcode"},
	"lat":        {"lat", "latitude", "y", "ycoord", "latdd", "centerlat", "centroidlat", "pointy", "latwgs84", "latitudedd", "gpslatitude"},
	"lon":        {"lon", "lng", "long", "longitude", "x", "xcoord", "londd", "centerlon", "centroidlon", "pointx", "lonwgs84", "longitudedd", "gpslongitude", "centerlong"},
	"kind":       {"kind", "type", "placetype", "featuretype", "category", "class", "settlementtype"},
	"feature":    {"feature", "featurecode", "fcode"},
	"country":    {"country", "countrycode", "iso2", "isoa2", "cc", "iso31661", "iso2code"},
	"admin1":     {"admin1code"},
	"admin2":     {"admin2code"},
	"population": {"population", "pop", "totalpopulation", "poptotal"},
	"geonames":   {"geonames", "geonamesid", "geonameid", "gnid"},
	"wikidata":   {"wikidata", "wikidataid", "qid"},
	"pcode":      {"pcode", "placecode", "featurepcode"},
	"iata":       {"iata", "iatacode"},
	"icao":       {"icao", "icaocode"},
}

// fields is a mapping that was matched with a header.
type fields struct {
	column map[string]string // by field
	given  map[string]bool   // fields in the mapping
	names  []namedColumn     // columns with further names
	fixed  struct {
		kind            geo.Kind
		country, prefix string
	}
	country string // column with the country's code, of a P-code table
}

// namedColumn is a column with names in a language.
type namedColumn struct{ column, language string }

// match matches a mapping with a header. The prefix of ids is derived from base, the
// name of the file, if the mapping has none.
func (m Mapping) match(header []string, base string) (*fields, error) {
	c := &fields{column: map[string]string{}, given: map[string]bool{}}
	for _, field := range slices.Sorted(maps.Keys(m)) {
		if err := c.set(field, m[field], header); err != nil {
			return nil, err
		}
	}
	level := c.guessAdminTable(header)
	bySquashed := map[string]string{}
	for _, h := range slices.Backward(header) {
		bySquashed[squash(h)] = h
	}
	for _, field := range mappingFields {
		if c.column[field] != "" || level >= 0 && (field == "country" || field == "kind") {
			continue
		}
		if field == "kind" && c.fixed.kind != geo.KindUnknown || field == "country" && c.fixed.country != "" {
			continue
		}
		for _, common := range commonColumns[field] {
			if h, ok := bySquashed[common]; ok {
				c.column[field] = h
				break
			}
		}
	}
	if c.column["id"] == "" {
		c.column["id"] = c.column["pcode"]
	}
	if c.column["name"] == "" {
		return nil, geo.Errorf(geo.ErrInput, "there is no column with the name; name it with name=…; the columns are %s", strings.Join(header, ", "))
	}
	if c.fixed.prefix == "" {
		c.fixed.prefix = "place"
		if strings.Contains(squash(c.column["id"]), "pcode") {
			c.fixed.prefix = "pcode"
		} else if slug := slugOf(base); reservedPrefixes[slug] {
			c.fixed.prefix = slug + "-table"
		} else if slug != "" {
			c.fixed.prefix = slug
		}
	}
	return c, nil
}

// set sets a field of the mapping.
func (c *fields) set(field, value string, header []string) error {
	i := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), value) })
	if field == "prefix" {
		if c.fixed.prefix = slugOf(value); c.fixed.prefix == "" || reservedPrefixes[c.fixed.prefix] {
			return geo.Errorf(geo.ErrInput, "the prefix %q must have letters, digits and hyphens only, and must not be one of another source", value)
		}
		return nil
	}
	if i >= 0 {
		c.column[field] = header[i]
		c.given[field] = true
		return nil
	}
	switch field {
	case "kind":
		if kind, ok := kindNamed(value); ok {
			c.fixed.kind = kind
			return nil
		}
		return geo.Errorf(geo.ErrInput, "kind=%s is neither a column nor a kind of place; the columns are %s", value, strings.Join(header, ", "))
	case "country":
		if len(value) == 2 && entry.LooksLikeCode(value) {
			c.fixed.country = value
			return nil
		}
	}
	return geo.Errorf(geo.ErrInput, "%s=%s: no such column; the columns are %s", field, value, strings.Join(header, ", "))
}

// reservedPrefixes are the prefixes of other sources and of codes.
var reservedPrefixes = map[string]bool{"geonames": true, "ne": true, "dateline": true, "ourairports": true, "cities": true, "area": true, "iso": true, "iata": true, "icao": true, "wikidata": true}

// adminColumn matches columns of common operational datasets of administrative
// boundaries, old and new: admin2Name_en, ADM2_EN, adm2_name, admin2Pcode,
// ADM2_PCODE, ADM2ALT1EN, adm2_name1, ADM2_REF.
var adminColumn = regexp.MustCompile(`(?i)^adm(?:in)?([0-5])_?(name|pcode|ref|alt)?(?:_?([a-z]{2}|[0-9]|[0-9][a-z]{2}|name[0-9]?|ref_name))?$`)

// guessAdminTable recognizes a table of administrative areas with P-codes and sets
// the columns of its fields. It returns the level of the areas, or -1.
func (c *fields) guessAdminTable(header []string) int {
	names, codes := map[string][]namedColumn{}, map[string]string{}
	deepest := ""
	for _, h := range header {
		m := adminColumn.FindStringSubmatch(strings.TrimSpace(h))
		if m == nil {
			continue
		}
		level := m[1]
		if strings.EqualFold(m[2], "pcode") {
			codes[level] = h
			if level > deepest {
				deepest = level
			}
			continue
		}
		if m[2] == "" && m[3] == "" {
			continue
		}
		language := strings.TrimLeft(strings.ToLower(m[3]), "0123456789")
		if len(language) != 2 {
			language = ""
		}
		names[level] = append(names[level], namedColumn{h, language})
	}
	if deepest == "" || len(names[deepest]) == 0 {
		return -1
	}
	level := int(deepest[0] - '0')
	set := func(field, column string) {
		if column != "" && c.column[field] == "" {
			c.column[field] = column
		}
	}
	// The name is the English one if there is one, otherwise the first.
	columns := names[deepest]
	first := max(0, slices.IndexFunc(columns, func(n namedColumn) bool { return n.language == "en" }))
	set("name", columns[first].column)
	c.names = columns
	set("id", codes[deepest])
	set("pcode", codes[deepest])
	if level > 0 {
		set("parent", codes[string(deepest[0]-1)])
	}
	c.country = codes["0"]
	if c.fixed.kind == geo.KindUnknown && c.column["kind"] == "" {
		c.fixed.kind = [...]geo.Kind{geo.KindCountry, geo.KindAdmin1, geo.KindAdmin2, geo.KindAdmin3, geo.KindAdmin3, geo.KindAdmin3}[level]
	}
	return level
}

// squash normalizes the name of a column: lower case without punctuation.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '_', '-', '.', '(', ')', '"':
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// slugOf returns the prefix of ids for the name of a file.
func slugOf(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(input.Stem(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// kindWords has words for kinds in users' tables, in addition to the names of kinds.
var kindWords = map[string]geo.Kind{
	"city": geo.KindSettlement, "town": geo.KindSettlement, "village": geo.KindSettlement, "hamlet": geo.KindSettlement, "locality": geo.KindSettlement,
	"populated place": geo.KindSettlement, "capital": geo.KindSettlement, "community": geo.KindSettlement,
	"neighborhood": geo.KindQuarter, "neighbourhood": geo.KindQuarter, //nolint:misspell // British tables
	"suburb": geo.KindQuarter, "borough": geo.KindQuarter,
	"camp": geo.KindQuarter, "refugee camp": geo.KindQuarter, "idp camp": geo.KindQuarter,
	"province": geo.KindAdmin1, "state": geo.KindAdmin1, "governorate": geo.KindAdmin1,
	"district": geo.KindAdmin2, "county": geo.KindAdmin2, "subdistrict": geo.KindAdmin3, "sub-district": geo.KindAdmin3, "ward": geo.KindAdmin3,
	"border crossing": geo.KindCrossing, "border": geo.KindCrossing, "checkpoint": geo.KindCrossing,
	"air base": geo.KindBase, "military base": geo.KindBase, "airfield": geo.KindAirport,
	"mountain": geo.KindPeak, "hill": geo.KindPeak, "valley": geo.KindRiver, "dam": geo.KindSite, "bridge": geo.KindSite, "hospital": geo.KindSite,
	"school": geo.KindSite, "market": geo.KindSite, "poi": geo.KindSite,
	"adm0": geo.KindCountry, "adm1": geo.KindAdmin1, "adm2": geo.KindAdmin2, "adm3": geo.KindAdmin3, "adm4": geo.KindAdmin3,
}

// kindNamed returns the kind with a name, or that a word in tables means.
func kindNamed(word string) (geo.Kind, bool) {
	word = strings.ToLower(strings.TrimSpace(word))
	if kind, ok := geo.ParseKind(word); ok && kind != geo.KindUnknown {
		return kind, true
	}
	kind, ok := kindWords[word]
	return kind, ok
}

package source

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"dateline/geo"
)

// Mapping says which column of a table, or property of a GeoJSON file, holds
// what. A field that is not mapped is guessed from the names of the columns. A
// value is the name of a column, or, for the fields kind, country and prefix, the
// value itself for all rows. The fields are
//
//	name        the place's name
//	names       further names, separated by ; or |
//	id          the place's own identifier
//	parent      the identifier of the place above it
//	prefix      what comes before the identifiers: "newsroom" makes newsroom:17
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

// ParseMapping reads a mapping as it is written on a command line:
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
			return nil, geo.Errorf(geo.ErrInput, "reading the mapping %q: %q is not field=column", s, part)
		}
		if !slices.Contains(mappingFields[:], field) {
			return nil, geo.Errorf(geo.ErrInput, "reading the mapping %q: no field %q; the fields are %s", s, field, strings.Join(mappingFields[:], ", "))
		}
		if _, twice := m[field]; twice {
			return nil, geo.Errorf(geo.ErrInput, "reading the mapping %q: field %q is given twice", s, field)
		}
		m[field] = column
	}
	return m, nil
}

// commonColumns are the names, in lower case and without spaces, hyphens and
// underscores, under which each field is commonly found, the likeliest first.
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

// columnsOf is a mapping that has met a header.
type columnsOf struct {
	column map[string]string // field → column
	given  map[string]bool   // fields that the user mapped
	names  []namedColumn     // columns with further names
	fixed  struct {
		kind            geo.Kind
		country, prefix string
	}
	country string // column with the country's code, of a P-code table
}

type namedColumn struct{ column, language string }

// resolve fits a mapping to a header; base is the file's name, from which the
// prefix of ids is made where none is given.
func (m Mapping) resolve(header []string, base string) (*columnsOf, error) {
	c := &columnsOf{column: map[string]string{}, given: map[string]bool{}}
	for _, field := range slices.Sorted(maps.Keys(m)) {
		if err := c.take(field, m[field], header); err != nil {
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
		return nil, geo.Errorf(geo.ErrInput, "no column holds the name; say which with name=…; the columns are %s", strings.Join(header, ", "))
	}
	if c.fixed.prefix == "" {
		c.fixed.prefix = "place"
		if strings.Contains(squash(c.column["id"]), "pcode") {
			c.fixed.prefix = "pcode"
		} else if slug := slugOf(base); slug != "" {
			c.fixed.prefix = slug
		}
	}
	return c, nil
}

// take sets a field that the user mapped.
func (c *columnsOf) take(field, value string, header []string) error {
	i := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), value) })
	if field == "prefix" {
		if c.fixed.prefix = slugOf(value); c.fixed.prefix == "" || reservedPrefixes[c.fixed.prefix] {
			return geo.Errorf(geo.ErrInput, "prefix %q: want letters, digits and hyphens, and none of the prefixes of other sources", value)
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
		if len(value) == 2 && looksLikeCode(value) {
			c.fixed.country = value
			return nil
		}
	}
	return geo.Errorf(geo.ErrInput, "%s=%s: no such column; the columns are %s", field, value, strings.Join(header, ", "))
}

// reservedPrefixes are those of the sources that this package reads.
var reservedPrefixes = map[string]bool{"geonames": true, "wof": true, "ne": true, "dateline": true, "iso": true, "iata": true, "icao": true, "wikidata": true}

// adminColumn matches the columns of the common operational datasets of
// administrative boundaries, old and new: admin2Name_en, ADM2_EN, adm2_name,
// admin2Pcode, ADM2_PCODE, ADM2ALT1EN, adm2_name1, ADM2_REF.
var adminColumn = regexp.MustCompile(`(?i)^adm(?:in)?([0-5])_?(name|pcode|ref|alt)?(?:_?([a-z]{2}|[0-9]|[0-9][a-z]{2}|name[0-9]?|ref_name))?$`)

// guessAdminTable recognises a table of administrative areas with P-codes and
// sets what its columns say; it returns the level, or -1 where it is none.
func (c *columnsOf) guessAdminTable(header []string) int {
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
	// The English name is the name, otherwise the first.
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

// squash brings a column's name to the form of commonColumns.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '_', '-', '.', '(', ')', '"':
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// slugOf makes a prefix out of a file's name.
func slugOf(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(stemOf(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// kindWords are words for kinds that people's tables use beside the kinds' own.
var kindWords = map[string]geo.Kind{
	"city": geo.KindSettlement, "town": geo.KindSettlement, "village": geo.KindSettlement, "hamlet": geo.KindSettlement, "locality": geo.KindSettlement,
	"populated place": geo.KindSettlement, "capital": geo.KindSettlement, "community": geo.KindSettlement,
	"neighbourhood": geo.KindQuarter, "neighborhood": geo.KindQuarter,
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

// kindNamed returns the kind that a word stands for.
func kindNamed(word string) (geo.Kind, bool) {
	word = strings.ToLower(strings.TrimSpace(word))
	if kind, ok := geo.ParseKind(word); ok && kind != geo.KindUnknown {
		return kind, true
	}
	kind, ok := kindWords[word]
	return kind, ok
}

// Package table reads places from the tables of users: CSV with any delimiter and encoding, and GeoJSON.
package table

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/gazetteer/source/internal/feature"
	"dateline/geo/gazetteer/source/internal/input"

	"github.com/paulmach/orb"
)

// Table is a source of places in a table, such as the list of a newsroom or a common
// operational dataset of administrative areas with P-codes.
type Table struct {
	inputs  []input.Input
	mapping Mapping
}

// New returns the source of a file, or of the CSV and GeoJSON files in a folder or an
// archive. Fields that are not in the mapping are guessed from the names of the
// columns.
func New(path string, m Mapping) (*Table, error) {
	inputs, err := input.Find(path)
	if err != nil {
		return nil, err
	}
	t := &Table{mapping: m}
	var reason error
	for i := range inputs {
		if err := t.check(&inputs[i]); err != nil {
			reason = err
			continue
		}
		t.inputs = append(t.inputs, inputs[i])
	}
	switch {
	case len(t.inputs) == 0 && reason != nil:
		return nil, reason
	case len(t.inputs) == 0:
		return nil, geo.Errorf(geo.ErrInput, "reading places: there are no files in %s", path)
	}
	return t, nil
}

// check reads the header of a file and returns an error if it cannot be used.
func (t *Table) check(in *input.Input) error {
	geojson, err := feature.IsGeoJSON(in)
	if err != nil {
		return err
	}
	if geojson {
		return nil // properties may differ from feature to feature
	}
	r, err := input.OpenRecords(in)
	if err != nil {
		return err
	}
	defer r.Close()
	_, _, err = t.header(r)
	return err
}

// Info returns the names of the files. The license is known to the user only.
func (t *Table) Info() gazetteer.SourceInfo {
	var names []string
	for _, in := range t.inputs {
		names = append(names, in.Base)
	}
	return gazetteer.SourceInfo{Name: strings.Join(names, ", "), Version: input.Version(t.inputs...)}
}

// Entries yields a place for every row or feature.
func (t *Table) Entries() iter.Seq2[source.Entry, error] {
	return func(yield func(source.Entry, error) bool) {
		for i := range t.inputs {
			in := &t.inputs[i]
			read := t.readRecords
			geojson, err := feature.IsGeoJSON(in)
			if geojson {
				read = t.readGeoJSON
			}
			if err == nil {
				err = read(in, yield)
			}
			if err != nil {
				if !errors.Is(err, input.ErrStopped) {
					yield(source.Entry{}, err)
				}
				return
			}
		}
	}
}

// header reads the header of a table and matches the mapping with it.
func (t *Table) header(r *input.Records) ([]string, *fields, error) {
	header, _, err := r.Next()
	if errors.Is(err, io.EOF) {
		return nil, nil, geo.Errorf(geo.ErrInput, "reading %s: the file is empty", r.Input.Name)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the header of %s: %w", r.Input.Name, err)
	}
	for i := range header {
		header[i] = strings.TrimSpace(header[i])
	}
	c, err := t.mapping.match(header, r.Input.Base)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the header of %s: %w", r.Input.Name, err)
	}
	for _, field := range [...]string{"lat", "lon"} {
		if c.column[field] == "" {
			return nil, nil, geo.Errorf(
				geo.ErrInput, "reading the header of %s: there is no column with %s in decimal degrees; name it with %s=…; the columns are %s",
				r.Input.Name, field, field, strings.Join(header, ", "))
		}
	}
	return header, c, nil
}

// readRecords yields the places of a delimited file.
func (t *Table) readRecords(in *input.Input, yield func(source.Entry, error) bool) error {
	r, err := input.OpenRecords(in)
	if err != nil {
		return err
	}
	defer r.Close()
	header, c, err := t.header(r)
	if err != nil {
		return err
	}
	for {
		fields, recoverable, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !recoverable:
			return err
		case err == nil && isHXL(fields):
			continue
		}
		var e source.Entry
		if err == nil {
			f := &feature.Feature{Number: r.Line, Values: make(map[string]string, len(header))}
			for i, v := range fields {
				if i < len(header) && v != "" {
					f.Values[header[i]] = v
				}
			}
			e, err = c.newEntry(f)
		}
		if err != nil {
			err = &source.EntryError{File: in.Name, Line: r.Line, Err: err}
		}
		if !yield(e, err) {
			return input.ErrStopped
		}
	}
}

// isHXL reports whether a row has HXL hashtags, which humanitarian data has below the
// header.
func isHXL(fields []string) bool {
	tags := 0
	for _, f := range fields {
		f = strings.TrimSpace(f)
		if f != "" && !strings.HasPrefix(f, "#") {
			return false
		}
		if f != "" {
			tags++
		}
	}
	return tags > 0
}

// readGeoJSON yields the places of a GeoJSON file.
func (t *Table) readGeoJSON(in *input.Input, yield func(source.Entry, error) bool) error {
	stopped := false
	var c *fields
	var header []string
	err := feature.EachGeoJSON(in, func(f *feature.Feature) bool {
		var e source.Entry
		err := f.Err
		if keys := slices.Sorted(maps.Keys(f.Values)); err == nil && (c == nil || !slices.Equal(keys, header)) {
			c, err = t.mapping.match(keys, in.Base)
			header = keys
		}
		if err == nil {
			e, err = c.newEntry(f)
		}
		if err != nil {
			err = &source.EntryError{File: in.Name, Line: f.Number, Err: err}
		}
		stopped = !yield(e, err)
		return !stopped
	})
	if err == nil && stopped {
		err = input.ErrStopped
	}
	return err
}

// newEntry returns the entry of a row or feature.
func (c *fields) newEntry(f *feature.Feature) (source.Entry, error) {
	at := func(field string) string {
		if column := c.column[field]; column != "" {
			return f.Value(column)
		}
		return ""
	}
	var e source.Entry
	name := at("name")
	if name == "" {
		return e, geo.Errorf(geo.ErrInput, "column %q has no name", c.column["name"])
	}
	where, err := c.position(f, at("lat"), at("lon"))
	if err != nil {
		return e, err
	}
	e.Place = geo.Place{Name: name, Kind: c.fixed.kind, Country: c.fixed.country, Point: where.Point, Bound: where.Bound}
	e.Area = where.Area
	e.Admin1Code, e.Admin2Code = at("admin1"), at("admin2")
	e.Place.Population = parsePopulation(at("population"))
	if e.Place.Kind == geo.KindUnknown {
		if e.Place.Kind, e.Place.Feature, err = c.kindOf(at("kind"), at("feature")); err != nil {
			return source.Entry{}, err
		}
		_, given := kindNamed(at("kind"))
		e.UnknownType = !given && e.Place.Feature == ""
	}
	if e.Place.Country == "" {
		if e.Place.Country, err = c.countryOf(f, at("country")); err != nil {
			return source.Entry{}, err
		}
	}
	id := at("id")
	if id == "" {
		id = geo.ContentID(name, fmt.Sprintf("%.5f %.5f", where.Point[0], where.Point[1]))
	}
	e.Place.ID = geo.PlaceID(c.fixed.prefix + ":" + id)
	if parent := at("parent"); parent != "" && parent != id {
		e.Parent = geo.PlaceID(c.fixed.prefix + ":" + parent)
	}
	if c.fixed.prefix == "pcode" && at("id") != "" {
		entry.SetCode(&e.Place, "pcode", id)
	}
	for _, scheme := range [...]string{"pcode", "iata", "icao", "wikidata"} {
		if code := at(scheme); code != "" {
			entry.SetCode(&e.Place, scheme, code)
		}
	}
	if id := at("geonames"); entry.IsNumber(id) {
		e.SameAs = append(e.SameAs, entry.GeoNamesID(id))
	}
	n := entry.NewNames(&e)
	for _, column := range c.names {
		n.Add(source.Name{Text: f.Value(column.column), Kind: gazetteer.NameAlternate, Language: column.language})
	}
	for other := range strings.FieldsFuncSeq(at("names"), func(r rune) bool { return r == ';' || r == '|' }) {
		n.AddUntagged(other)
	}
	n.Finish()
	return e, nil
}

// position returns the position of a row. Its point is that of the columns rather than
// that of the geometry.
func (c *fields) position(f *feature.Feature, lat, lon string) (feature.Position, error) {
	var where feature.Position
	var err error
	if f.Geometry != nil {
		if where, err = feature.Locate(f.Geometry); err != nil {
			return feature.Position{}, err
		}
	}
	switch {
	case lat != "" || lon != "":
		where.Point, err = feature.ParsePoint(decimalPoint(lat), decimalPoint(lon))
	case where.Point == orb.Point{}:
		err = geo.Errorf(geo.ErrInput, "there is no position")
	}
	return where, err
}

// decimalPoint replaces a decimal comma by a decimal point.
func decimalPoint(s string) string {
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		return strings.Replace(s, ",", ".", 1)
	}
	return s
}

// kindOf returns the kind and the feature code of a row, a site if it has neither. An
// unknown value is an error only if the user named the column.
func (c *fields) kindOf(word, feature string) (geo.Kind, string, error) {
	if feature == "" && word != "" {
		if kind, ok := kindNamed(word); ok {
			return kind, "", nil
		}
		feature = word
	}
	if class, code := featureCode(feature); class != 0 {
		return source.KindOf(class, code), code, nil
	}
	if feature != "" && (c.given["kind"] || c.given["feature"]) {
		return 0, "", geo.Errorf(geo.ErrInput, "%q is neither a kind of place nor a feature code", feature)
	}
	return geo.KindSite, "", nil
}

// featureCode parses "P.PPL", or a code of a settlement or an administrative area
// without its class. The class is 0 for anything else.
func featureCode(s string) (class byte, code string) {
	s = strings.ToUpper(s)
	if head, code, ok := strings.Cut(s, "."); ok && len(head) == 1 && source.KindOf(head[0], code) != geo.KindUnknown {
		return head[0], code
	}
	switch {
	case strings.HasPrefix(s, "PPL") && len(s) <= 5:
		return 'P', s
	case (strings.HasPrefix(s, "ADM") || strings.HasPrefix(s, "PCL")) && len(s) <= 5:
		return 'A', s
	}
	return 0, ""
}

// countryOf returns the country of a row. A P-code of a country may differ from its
// ISO code, and a column that was guessed may contain names.
func (c *fields) countryOf(f *feature.Feature, code string) (string, error) {
	if code == "" && c.country != "" {
		code = f.Value(c.country)
	}
	code = strings.ToUpper(code)
	switch {
	case len(code) == 2 && entry.LooksLikeCode(code):
		return code, nil
	case code != "" && c.given["country"]:
		return "", geo.Errorf(geo.ErrInput, "country %q is not a two-letter code of ISO 3166-1", code)
	}
	return "", nil
}

// parsePopulation parses a number that may have separators of thousands and decimals.
// It returns 0 for anything else and for implausible numbers.
func parsePopulation(s string) int64 {
	s = strings.NewReplacer(",", "", " ", "", "\u00a0", "").Replace(s)
	s, _, _ = strings.Cut(s, ".")
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || n > maxPopulation {
		return 0
	}
	return int64(n)
}

// maxPopulation is the greatest plausible population.
const maxPopulation = 100_000_000_000

package source

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
)

// Table reads one's own places out of CSV (any delimiter and encoding) or
// GeoJSON, such as a newsroom's list or a common operational dataset of
// administrative areas with P-codes.
type Table struct {
	inputs  []input
	mapping Mapping
}

// NewTable looks at a file, or every CSV and GeoJSON file of a zip. What the
// mapping leaves open is guessed from the names of the columns.
func NewTable(path string, m Mapping) (*Table, error) {
	inputs, err := inputsAt(path)
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
		return nil, geo.Errorf(geo.ErrInput, "reading places from %s: no files in it", path)
	}
	return t, nil
}

// check reads as much of a file as tells whether its columns can be used.
func (t *Table) check(in *input) error {
	geojson, err := isGeoJSON(in)
	if err != nil {
		return err
	}
	if geojson {
		return nil // properties may differ from feature to feature
	}
	r, err := openRecords(in)
	if err != nil {
		return err
	}
	defer r.close()
	_, _, err = t.header(r)
	return err
}

// Info names the files; the licence is the owner's to say.
func (t *Table) Info() gazetteer.SourceInfo {
	var names []string
	for _, in := range t.inputs {
		names = append(names, in.base)
	}
	return gazetteer.SourceInfo{Name: strings.Join(names, ", "), Version: version(t.inputs...)}
}

// Entries yields a place for every row or feature.
func (t *Table) Entries() iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		for i := range t.inputs {
			in := &t.inputs[i]
			read := t.readRecords
			geojson, err := isGeoJSON(in)
			if geojson {
				read = t.readGeoJSON
			}
			if err == nil {
				err = read(in, yield)
			}
			if err != nil {
				if !errors.Is(err, errStopped) {
					yield(gazetteer.Entry{}, err)
				}
				return
			}
		}
	}
}

// header reads the header of a table.
func (t *Table) header(r *records) ([]string, *columnsOf, error) {
	header, _, err := r.next()
	if errors.Is(err, io.EOF) {
		return nil, nil, geo.Errorf(geo.ErrInput, "reading %s: the file is empty", r.l.in.name)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the header of %s: %w", r.l.in.name, err)
	}
	for i := range header {
		header[i] = strings.TrimSpace(header[i])
	}
	c, err := t.mapping.resolve(header, r.l.in.base)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the header of %s: %w", r.l.in.name, err)
	}
	for _, field := range [...]string{"lat", "lon"} {
		if c.column[field] == "" {
			return nil, nil, geo.Errorf(
				geo.ErrInput, "reading the header of %s: no column holds %s in decimal degrees; say which with %s=…; the columns are %s",
				r.l.in.name, field, field, strings.Join(header, ", "))
		}
	}
	return header, c, nil
}

func (t *Table) readRecords(in *input, yield func(gazetteer.Entry, error) bool) error {
	r, err := openRecords(in)
	if err != nil {
		return err
	}
	defer r.close()
	header, c, err := t.header(r)
	if err != nil {
		return err
	}
	for {
		fields, recoverable, err := r.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !recoverable:
			return err
		case err == nil && isHXL(fields):
			continue
		}
		var e gazetteer.Entry
		if err == nil {
			f := &feature{number: r.number, values: make(map[string]string, len(header))}
			for i, v := range fields {
				if i < len(header) && v != "" {
					f.values[header[i]] = v
				}
			}
			e, err = c.entry(f)
		}
		if err != nil {
			err = &gazetteer.EntryError{File: in.name, Line: r.number, Err: err}
		}
		if !yield(e, err) {
			return errStopped
		}
	}
}

// isHXL reports whether a row is one of HXL's hashtags, which humanitarian data
// have below the header.
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

func (t *Table) readGeoJSON(in *input, yield func(gazetteer.Entry, error) bool) error {
	stopped := false
	var c *columnsOf
	var header []string
	err := eachGeoJSON(in, func(f *feature) bool {
		var e gazetteer.Entry
		err := f.err
		if keys := slices.Sorted(maps.Keys(f.values)); err == nil && (c == nil || !slices.Equal(keys, header)) {
			c, err = t.mapping.resolve(keys, in.base)
			header = keys
		}
		if err == nil {
			e, err = c.entry(f)
		}
		if err != nil {
			err = &gazetteer.EntryError{File: in.name, Line: f.number, Err: err}
		}
		stopped = !yield(e, err)
		return !stopped
	})
	if err == nil && stopped {
		err = errStopped
	}
	return err
}

// entry makes a place of a row or feature.
func (c *columnsOf) entry(f *feature) (gazetteer.Entry, error) {
	at := func(field string) string {
		if column := c.column[field]; column != "" {
			return f.lookup(column)
		}
		return ""
	}
	var e gazetteer.Entry
	name := at("name")
	if name == "" {
		return e, geo.Errorf(geo.ErrInput, "no name in column %q", c.column["name"])
	}
	where, err := c.place(f, at("lat"), at("lon"))
	if err != nil {
		return e, err
	}
	e.Place = geo.Place{Name: name, Kind: c.fixed.kind, Country: c.fixed.country, Point: where.point, Bound: where.bound}
	e.Area = where.area
	e.Admin1Code, e.Admin2Code = at("admin1"), at("admin2")
	e.Place.Population = int64(atoi(strings.NewReplacer(",", "", " ", "", "\u00a0", "").Replace(at("population"))))
	if e.Place.Kind == geo.KindUnknown {
		if e.Place.Kind, e.Place.Feature, err = c.kindOf(at("kind"), at("feature")); err != nil {
			return gazetteer.Entry{}, err
		}
		_, said := kindNamed(at("kind"))
		e.Vague = !said && e.Place.Feature == ""
	}
	if e.Place.Country == "" {
		if e.Place.Country, err = c.countryOf(f, at("country")); err != nil {
			return gazetteer.Entry{}, err
		}
	}
	id := at("id")
	if id == "" {
		id = geo.ContentID(name, fmt.Sprintf("%.5f %.5f", where.point[0], where.point[1]))
	}
	e.Place.ID = geo.PlaceID(c.fixed.prefix + ":" + id)
	if parent := at("parent"); parent != "" && parent != id {
		e.Parent = geo.PlaceID(c.fixed.prefix + ":" + parent)
	}
	if c.fixed.prefix == "pcode" && at("id") != "" {
		setCode(&e.Place, "pcode", id)
	}
	for _, scheme := range [...]string{"pcode", "iata", "icao", "wikidata"} {
		if code := at(scheme); code != "" {
			setCode(&e.Place, scheme, code)
		}
	}
	if id := at("geonames"); isNumber([]byte(id)) {
		e.SameAs = append(e.SameAs, placeID(id))
	}
	n := newNaming(&e)
	for _, column := range c.names {
		n.add(gazetteer.Name{Text: f.lookup(column.column), Kind: gazetteer.NameAlternate, Language: column.language})
	}
	for other := range strings.FieldsFuncSeq(at("names"), func(r rune) bool { return r == ';' || r == '|' }) {
		n.addUntagged(other)
	}
	n.finish()
	return e, nil
}

// place prefers the columns to the geometry for the point.
func (c *columnsOf) place(f *feature, lat, lon string) (placed, error) {
	var where placed
	var err error
	if f.geometry != nil {
		if where, err = placeGeometry(f.geometry); err != nil {
			return placed{}, err
		}
	}
	switch {
	case lat != "" || lon != "":
		where.point, err = parsePoint(decimalPoint(lat), decimalPoint(lon))
	case where.point == orb.Point{}:
		err = geo.Errorf(geo.ErrInput, "no position")
	}
	return where, err
}

// decimalPoint reads a number written with a decimal comma.
func decimalPoint(s string) string {
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		return strings.Replace(s, ",", ".", 1)
	}
	return s
}

// kindOf reads the kind of a row; one that says nothing is a site. What a column
// that was only guessed says need not be a kind.
func (c *columnsOf) kindOf(word, feature string) (geo.Kind, string, error) {
	if feature == "" && word != "" {
		if kind, ok := kindNamed(word); ok {
			return kind, "", nil
		}
		feature = word
	}
	if class, code := featureCode(feature); class != 0 {
		return gazetteer.KindOf(class, code), code, nil
	}
	if feature != "" && (c.given["kind"] || c.given["feature"]) {
		return 0, "", geo.Errorf(geo.ErrInput, "%q is neither a kind of place nor a feature code", feature)
	}
	return geo.KindSite, "", nil
}

// featureCode reads "P.PPL", or without its class a code of a settlement or an
// administrative area; the class is 0 for anything else.
func featureCode(s string) (class byte, code string) {
	s = strings.ToUpper(s)
	if head, code, ok := strings.Cut(s, "."); ok && len(head) == 1 && gazetteer.KindOf(head[0], code) != geo.KindUnknown {
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

// countryOf reads the country of a row. A P-code of a country need not be its
// ISO code, and a column that was only guessed may hold names.
func (c *columnsOf) countryOf(f *feature, code string) (string, error) {
	if code == "" && c.country != "" {
		code = f.lookup(c.country)
	}
	code = strings.ToUpper(code)
	switch {
	case len(code) == 2 && looksLikeCode(code):
		return code, nil
	case code != "" && c.given["country"]:
		return "", geo.Errorf(geo.ErrInput, "country %q is not a code of two letters (ISO 3166-1)", code)
	}
	return "", nil
}

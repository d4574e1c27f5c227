package ogc

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

// Limits on the number of features of a page.
const (
	defaultLimit = 100
	maxLimit     = 10_000
)

// query is what a request for features selects.
type query struct {
	selection selection.Selection
	filter    store.FeatureFilter
	// rest is the part of the conditions that the store does not evaluate, or nil.
	rest   expression
	limit  int
	crs    crs
	cursor string
}

// itemParameters are the parameters of items besides queryables.
var itemParameters = []string{"limit", "bbox", "bbox-crs", "datetime", "crs", "cursor", "filter", "filter-lang", "filter-crs"}

// parse returns the query of a request.
func (s *service) parse(r *http.Request, f *features) (*query, error) {
	values := r.URL.Query()
	if err := s.known(r, append(parameterNames(f.kind), itemParameters...)...); err != nil {
		return nil, err
	}
	for name, all := range values {
		if len(all) > 1 && slices.Contains(itemParameters, name) {
			return nil, s.Errorf(geo.ErrInput, "The parameter %s is given more than once.", name)
		}
	}
	q := &query{limit: defaultLimit, cursor: values.Get("cursor")}
	var err error
	if text, ok := values["limit"]; ok {
		if q.limit, err = strconv.Atoi(text[0]); err != nil || q.limit < 1 {
			return nil, s.Errorf(geo.ErrInput, "limit=%s is not a number from 1 to %d.", text[0], maxLimit)
		}
		q.limit = min(q.limit, maxLimit)
	}
	if q.crs, err = s.parseCRS("crs", values.Get("crs")); err != nil {
		return nil, err
	}
	if err := s.parseBox(values, q); err != nil {
		return nil, err
	}
	if q.filter.From, q.filter.To, err = s.parsePeriod(values.Get("datetime")); err != nil {
		return nil, err
	}
	return q, s.parseConditions(values, f.kind, q)
}

func (s *service) parseBox(values url.Values, q *query) error {
	system, err := s.parseCRS("bbox-crs", values.Get("bbox-crs"))
	if err != nil {
		return err
	}
	text, ok := values["bbox"]
	if !ok {
		return nil
	}
	var n []float64
	for part := range strings.SplitSeq(text[0], ",") {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			return s.Errorf(geo.ErrInput, "bbox=%s is not four numbers joined by commas.", text[0])
		}
		n = append(n, v)
	}
	if len(n) == 6 { // with heights
		n = []float64{n[0], n[1], n[3], n[4]}
	}
	if len(n) != 4 {
		return s.Errorf(geo.ErrInput, "bbox=%s has %d numbers; it needs 4, or 6 with heights.", text[0], len(n))
	}
	box, ok := system.box([4]float64(n))
	if !ok {
		return s.Errorf(geo.ErrInput, "bbox=%s is not a box: its lower corner comes first.", text[0])
	}
	q.filter.Regions = append(q.filter.Regions, s.boxRegion(box, false))
	return nil
}

// parsePeriod returns the first and last days of an instant or an interval (RFC 3339, section 5.6).
func (s *service) parsePeriod(text string) (from, to string, err error) {
	if text == "" {
		return "", "", nil
	}
	invalid := s.Errorf(geo.ErrInput, "datetime=%s is not a date, a time or an interval such as 2026-01-01T00:00:00Z/.. .", text)
	first, last, interval := strings.Cut(text, "/")
	if !interval {
		last = first
	}
	ends := [2]string{}
	for i, end := range []string{first, last} {
		if interval && (end == "" || end == "..") {
			continue
		}
		at, err := time.Parse(time.RFC3339, strings.ToUpper(end))
		if err != nil {
			at, err = time.Parse(time.DateOnly, end)
		}
		if err != nil {
			return "", "", invalid
		}
		ends[i] = at.UTC().Format(time.DateOnly)
	}
	if ends[0] != "" && ends[1] != "" && ends[0] > ends[1] {
		return "", "", invalid
	}
	return ends[0], ends[1], nil
}

// parseConditions sets what the queryables and the filter select.
func (s *service) parseConditions(values url.Values, kind layer.Kind, q *query) error {
	var all conjunction
	selected := url.Values{}
	fields := layer.Fields(kind)
	for name, given := range values {
		field := slices.IndexFunc(fields, func(f layer.Field) bool { return f.Name == name })
		switch {
		case field >= 0:
			e, err := s.parameterCondition(&fields[field], given)
			if err != nil {
				return err
			}
			all = append(all, e)
		case slices.Contains(parameterNames(kind), name):
			selected[name] = given
		}
	}
	e, err := s.parseFilter(values, kind)
	if err != nil {
		return err
	}
	if e != nil {
		all = append(all, conjuncts(e)...)
	}
	slices.SortStableFunc(all, func(a, b expression) int { return strings.Compare(propertyOf(a), propertyOf(b)) })
	var rest conjunction
	system, err := s.parseCRS("filter-crs", values.Get("filter-crs"))
	if err != nil {
		return err
	}
	for _, part := range all {
		if part, err = s.locate(part, system); err != nil {
			return err
		}
		if condition, ok := part.(spatial); ok {
			q.filter.Regions = append(q.filter.Regions, *condition.region)
			continue
		}
		if !pushDown(part, kind, selected) {
			rest = append(rest, part)
			if kind == layer.Mentions {
				limitPlaced(part, &q.filter.Placed)
			}
		}
	}
	return s.finish(q, kind, selected, rest)
}

// finish sets the selection and the conditions that are left.
func (s *service) finish(q *query, kind layer.Kind, selected url.Values, rest conjunction) error {
	var notices []selection.Notice
	q.selection, notices = selection.Parse(selected)
	for _, n := range notices {
		return s.Errorf(geo.ErrInput, "%s=%s is not valid: %s.", n.Key, n.Value, n.Reason)
	}
	if len(rest) == 0 {
		return nil
	}
	fields := layer.Fields(kind)
	for _, name := range propertiesOf(rest) {
		if name != geometryName && !slices.ContainsFunc(fields, func(f layer.Field) bool { return f.Name == name }) {
			return s.Errorf(geo.ErrInput, "%s can be compared by = and IN only, and these conditions joined with others by AND.", name)
		}
		if name == "role" && len(q.selection.Roles) == 0 {
			q.selection.All = true
		}
	}
	q.rest = rest
	return nil
}

// parameterCondition returns the condition of a parameter with the name of a field.
func (s *service) parameterCondition(f *layer.Field, given []string) (expression, error) {
	m := membership{property: f.Name}
	if key, ok := keyOf(f.Name); ok && key.Type == "codes" {
		given = strings.Split(strings.Join(given, ","), ",")
	}
	for _, v := range given {
		l := literal{kind: textLiteral, text: v}
		var err error
		switch f.Type {
		case layer.Integer, layer.Number:
			l.kind = numberLiteral
			l.number, err = strconv.ParseFloat(v, 64)
		case layer.Boolean:
			l.kind = booleanLiteral
			l.boolean, err = strconv.ParseBool(v)
		case layer.Text:
			if f.Name == "precision" && v == selection.PrecisionValue(geo.PrecisionCountry) {
				l.text = string(geo.PrecisionCountry)
			}
		}
		if err != nil {
			return nil, s.Errorf(geo.ErrInput, "%s=%s is not valid: it is a %s.", f.Name, v, f.Type)
		}
		m.values = append(m.values, l)
	}
	return m, nil
}

// parseFilter returns the parsed filter of a request, or nil.
func (s *service) parseFilter(values url.Values, kind layer.Kind) (expression, error) {
	if language := values.Get("filter-lang"); language != "" && language != "cql2-text" {
		return nil, s.Errorf(geo.ErrInput, "The filter language %q is not offered. Use cql2-text.", language)
	}
	text, ok := values["filter"]
	if !ok {
		return nil, nil
	}
	e, err := parseFilter(text[0])
	if err != nil {
		return nil, s.Errorf(geo.ErrInput, "The filter is not valid: %v.", err)
	}
	for _, name := range propertiesOf(e) {
		if name != geometryName && !slices.Contains(parameterNames(kind), name) {
			return nil, s.Errorf(geo.ErrInput, "The filter has the property %q, which is not a queryable.", name)
		}
	}
	if err := checkTypes(e, layer.Fields(kind)); err != nil {
		return nil, s.Errorf(geo.ErrInput, "The filter is not valid: %v.", err)
	}
	return e, nil
}

// locate returns an expression with the regions of its spatial conditions.
func (s *service) locate(e expression, system crs) (expression, error) {
	all := func(parts []expression) (out []expression, err error) {
		out = make([]expression, len(parts))
		for i := range parts {
			if out[i], err = s.locate(parts[i], system); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	switch e := e.(type) {
	case conjunction:
		parts, err := all(e)
		return conjunction(parts), err
	case disjunction:
		parts, err := all(e)
		return disjunction(parts), err
	case negation:
		operand, err := s.locate(e.operand, system)
		return negation{operand}, err
	case spatial:
		region, ok := s.spatialRegion(e, system)
		if !ok {
			return nil, s.Errorf(geo.ErrInput, "The filter has coordinates that are not on Earth, or a box whose lower corner does not come first.")
		}
		e.region = &region
		return e, nil
	}
	return e, nil
}

func (s *service) spatialRegion(c spatial, system crs) (store.Region, bool) {
	if c.box != nil {
		box, ok := system.box(*c.box)
		return s.boxRegion(box, true), ok && onEarth(system.from(orb.Point{c.box[0], c.box[1]})) && onEarth(system.from(orb.Point{c.box[2], c.box[3]}))
	}
	ring := make(orb.Ring, len(c.ring))
	for i, p := range c.ring {
		ring[i] = system.from(p)
		if !onEarth(ring[i]) {
			return store.Region{}, false
		}
	}
	return s.polygonRegion(ring), true
}

// onEarth reports whether a position, which may be rounded, has a valid longitude and latitude.
func onEarth(p orb.Point) bool {
	const rounding = 1e-6
	return math.Abs(p.Lon()) <= 180+rounding && math.Abs(p.Lat()) <= 90+rounding
}

// conjuncts returns the conditions that an expression joins by AND.
func conjuncts(e expression) (out []expression) {
	all, ok := e.(conjunction)
	if !ok {
		return []expression{e}
	}
	for _, part := range all {
		out = append(out, conjuncts(part)...)
	}
	return out
}

func propertyOf(e expression) string {
	if names := propertiesOf(e); len(names) > 0 {
		return names[0]
	}
	return ""
}

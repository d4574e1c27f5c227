package view

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store"
)

// Screen shows a selection on the map page: its chips, counts, filters, places and
// ledger. Its parts are also sent to the viewer when the selection changes.
type Screen struct {
	Counts, Total store.Counts
	// Filtered is set if the selection has a condition, other than which roles it hides.
	Filtered bool
	Chips    []Chip
	// Clear is the address without the selection.
	Clear  string
	Hidden []HiddenRole
	// ShowHidden is the address that selects all roles, empty if they are selected.
	ShowHidden string
	// HideAgain is the address that hides roles again, empty if some are hidden.
	HideAgain string
	Notices   []Notice
	Facets    []FacetView
	Ledger    []LedgerPart
	LedgerURL string
	// Query is the search of the selection.
	Query string
	// Called are the places whose name is searched for.
	Called   []PlaceRow
	From, To string
	Spoken   bool
	// Words describes the selection, empty for the default one.
	Words string

	links Links
	query url.Values
}

// Chip is a condition of the selection that can be removed.
type Chip struct {
	// Key is the name of the key for readers, or empty where Value is clear without it.
	Key, Value string
	// Remove is the address without the condition.
	Remove string
}

// HiddenRole is the number of mentions that are hidden by their role.
type HiddenRole struct {
	Role geo.Role
	N    int
}

// Notice is a part of an address that has no effect.
type Notice struct{ Key, Value, Reason string }

// FacetView is a facet in the list of filters.
type FacetView struct {
	Key    string
	Label  string
	Values []FacetValue
	// More is the number of values that are not listed.
	More int
	// Active is set if the selection has values of the key.
	Active bool
}

// FacetValue is a value of a facet; its address adds it to the selection or removes it.
type FacetValue struct {
	Label    string
	N        int
	Selected bool
	URL      string
}

// Field is a hidden field of a form.
type Field struct{ Name, Value string }

// maxFacetValues is the maximum number of values that a facet lists.
const maxFacetValues = 40

// NewScreen describes the answer to a selection. other are parameters of the address
// that are kept, such as the order of the list.
func NewScreen(a *Answer, other url.Values, language *Language, l Links) Screen {
	if language == nil {
		language = English()
	}
	filter := a.Selection
	filter.All = false
	s := Screen{
		Counts: a.Counts, Total: a.Total, Filtered: !filter.IsZero(), Query: a.Selection.Words, From: a.Selection.From, To: a.Selection.To,
		Spoken: a.Selection.Spoken, Words: a.Selection.Describe(language.Tag, language.names(a.Names)), links: l, query: a.Selection.Query(),
	}
	maps.Copy(s.query, other)
	s.Clear = l.Select(other)
	s.addChips(a, language)
	s.addHidden(a)
	s.addCalled(a, language)
	for _, n := range a.Notices {
		s.Notices = append(s.Notices, Notice{n.Key, n.Value, string(n.Reason)})
	}
	for _, f := range a.Facets {
		s.addFacet(a, f, language)
	}
	for _, o := range geo.Outcomes() {
		if n := a.Ledger.Count(o); n > 0 {
			label := outcomeLabels[o]
			s.Ledger = append(s.Ledger, LedgerPart{Outcome: o, Count: n, Note: label.note, URL: l.LedgerOf(o, a.Selection)})
		}
	}
	s.LedgerURL = l.LedgerOf("", a.Selection)
	return s
}

// Select returns the address of the map with a selection and other parameters.
func (l Links) Select(query url.Values) string {
	switch {
	case len(query) == 0:
		return l.Map()
	case l.Collection == "":
		return "#" + escapeQuery(query)
	}
	return l.Map() + "?" + escapeQuery(query)
}

// escapeQuery encodes a query with the keys of the selection in canonical order, and
// without escapes for colons and commas.
func escapeQuery(query url.Values) string {
	var keys []string
	for _, k := range selection.Keys() {
		if len(query[k.Key]) > 0 {
			keys = append(keys, k.Key)
		}
	}
	var others []string
	for key := range query {
		if !slices.Contains(keys, key) {
			others = append(others, key)
		}
	}
	slices.Sort(others)
	var parts []string
	for _, key := range append(keys, others...) {
		for _, v := range query[key] {
			parts = append(parts, key+"="+strings.NewReplacer("%3A", ":", "%2C", ",").Replace(url.QueryEscape(v)))
		}
	}
	return strings.Join(parts, "&")
}

// LedgerOf returns the address of the mentions of a selection with an outcome.
func (l Links) LedgerOf(o geo.Outcome, s selection.Selection) string {
	address := l.Ledger(o)
	query := s.String()
	if query == "" || l.Collection == "" {
		return address
	}
	if strings.Contains(address, "?") {
		return address + "&" + query
	}
	return address + "?" + query
}

// with returns the address with other values of a key.
func (s *Screen) with(k selection.Key, values []string) string {
	q := url.Values{}
	maps.Copy(q, s.query)
	delete(q, k.Key)
	if len(values) > 0 {
		if k.Type == "codes" {
			values = []string{strings.Join(values, ",")}
		}
		q[k.Key] = values
	}
	if k.Key == "from" || k.Key == "to" {
		if len(q["from"]) == 0 && len(q["to"]) == 0 {
			delete(q, "spoken")
		}
	}
	return s.links.Select(q)
}

// valuesOf returns the separate values of a key.
func valuesOf(a *Answer, k selection.Key) []string {
	if k.Type == "codes" {
		return a.Selection.Codes(k.Key)
	}
	return a.Selection.Values(k.Key)
}

func (s *Screen) addChips(a *Answer, language *Language) {
	for _, k := range selection.Keys() {
		if k.Key == "spoken" {
			continue // part of the days
		}
		values := valuesOf(a, k)
		for i, v := range values {
			chip := Chip{Key: label(k.Words, language.Tag), Value: s.valueLabel(a, k, v, language), Remove: s.with(k, without(values, i))}
			switch k.Type {
			case "words":
				chip.Key, chip.Value = "", "“"+v+"”"
			case "day":
				chip.Value = language.Day(v)
			case "flag", "box", "polygon", "choice":
				if k.Type != "choice" {
					chip.Value = chip.Key
				}
				chip.Key = ""
			case "codes":
				if len(k.Values) > 0 && k.Key != "role" {
					chip.Key = ""
				}
			}
			if k.Key == "country" || k.Key == "place" {
				chip.Key = ""
			}
			if k.Type == "ids" && chip.Value == v { // an id is no name
				chip.Key, chip.Value = label(k.Words, language.Tag), language.Words("unknown")
			}
			if k.Key == "role" && v == k.All {
				continue // said by HideAgain
			}
			s.Chips = append(s.Chips, chip)
		}
	}
}

func without(values []string, i int) []string {
	return append(slices.Clone(values[:i]), values[i+1:]...)
}

// valueLabel returns the name of a value for readers.
func (s *Screen) valueLabel(a *Answer, k selection.Key, v string, language *Language) string {
	if words := selection.ValueLabel(k.Key, v, language.Tag); words != v {
		return words
	}
	for _, f := range a.Facets {
		if f.Key != k.Key {
			continue
		}
		for _, value := range f.Values {
			if value.Value == v {
				return language.names(func(string, string) string { return value.Label })(k.Key, v)
			}
		}
	}
	if a.Names != nil {
		if name := language.names(a.Names)(k.Key, v); name != "" {
			return name
		}
	}
	return v
}

func label(words map[string]string, language string) string {
	if w := words[language]; w != "" {
		return w
	}
	return words["en"]
}

// addCalled adds the places whose name is searched for. The address of each selects its mentions instead of the words.
func (s *Screen) addCalled(a *Answer, language *Language) {
	for i := range a.Called {
		p := language.localRow(&a.Called[i])
		row := s.Row(&p)
		q := maps.Clone(s.query)
		delete(q, "q")
		q["place"] = []string{string(p.ID)}
		row.URL = s.links.Select(q)
		s.Called = append(s.Called, row)
	}
}

// addHidden adds what the default roles hide, and the addresses that change it.
func (s *Screen) addHidden(a *Answer) {
	key := roleKey()
	for _, r := range []geo.Role{geo.RoleDateline, geo.RoleBoilerplate, geo.RoleAssociative} {
		if n := a.Hidden[r]; n > 0 {
			s.Hidden = append(s.Hidden, HiddenRole{r, n})
		}
	}
	if a.Selection.All {
		s.HideAgain = s.with(key, nil)
	} else if len(s.Hidden) > 0 {
		s.ShowHidden = s.with(key, []string{key.All})
	}
}

func roleKey() selection.Key {
	for _, k := range selection.Keys() {
		if k.Key == "role" {
			return k
		}
	}
	return selection.Key{}
}

func (s *Screen) addFacet(a *Answer, f Facet, language *Language) {
	for _, k := range selection.Keys() {
		if k.Key != f.Key {
			continue
		}
		selected := valuesOf(a, k)
		out := FacetView{Key: k.Key, Label: label(k.Words, language.Tag), Active: len(selected) > 0, More: max(len(f.Values)-maxFacetValues, 0)}
		if len(f.Values) < 2 && !out.Active {
			return
		}
		for _, v := range f.Values[:min(len(f.Values), maxFacetValues)] {
			value := FacetValue{Label: s.valueLabel(a, k, v.Value, language), N: v.Mentions}
			if i := slices.Index(selected, v.Value); i >= 0 {
				value.Selected, value.URL = true, s.with(k, without(selected, i))
			} else {
				value.URL = s.with(k, append(slices.Clone(selected), v.Value))
			}
			out.Values = append(out.Values, value)
		}
		s.Facets = append(s.Facets, out)
	}
}

// screenParts are the shared templates of the parts that are sent to the viewer.
var screenParts = []string{"overview", "facets", "ledger-line"}

// newScreenJSON converts an answer without the parts of the page.
func newScreenJSON(a *Answer, l *Language) screenJSON {
	out := screenJSON{
		Version: a.Version, Counts: a.Counts, Total: a.Total, Query: a.Selection.String(), Complete: a.Complete,
		Places: make([]*PlaceJSON, len(a.Places)), Days: daysJSON(a.Days), Spoken: daysJSON(a.Spoken), Parts: map[string]string{},
	}
	for i := range a.Places {
		out.Places[i] = NewPlaceJSON(&a.Places[i], l)
	}
	AddSparklines(out.Places, a.Sparklines)
	framed := a.Framed
	if framed == nil {
		framed = a.Places
	}
	if frame, all, ok := Frame(framed); ok {
		out.Frame, out.All = boxJSON(frame), boxJSON(all)
	}
	return out
}

// fileJSON is the data of a single-file map. FileData in static/src/source.ts has the
// same fields.
type fileJSON struct {
	View screenJSON `json:"view"`
}

// WriteFileData encodes an answer for a single-file map in a language, which may be nil for English.
func WriteFileData(w io.Writer, a *Answer, l *Language) error {
	return json.NewEncoder(w).Encode(fileJSON{newScreenJSON(a, l)})
}

// ScreenJSON encodes an answer for the viewer.
func (r *Renderer) ScreenJSON(a *Answer, other url.Values, language *Language, l Links) ([]byte, error) {
	screen := NewScreen(a, other, language, l)
	out := newScreenJSON(a, language)
	out.Words = screen.Words
	if a.Groups != nil {
		out.Groups = NewGroups(a.Groups, language, l)
	}
	for _, part := range screenParts {
		var b bytes.Buffer
		if err := r.Render(&b, language, "map", part, screen); err != nil {
			return nil, err
		}
		out.Parts[part] = b.String()
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(out)
	return b.Bytes(), err
}

func daysJSON(days []store.DayCount) []dayJSON {
	out := make([]dayJSON, len(days))
	for i, d := range days {
		out[i] = dayJSON{d.Day, d.Mentions}
	}
	return out
}

// Row returns a place as a row of the list without JavaScript.
func (s *Screen) Row(p *store.PlaceRow) PlaceRow {
	ref := PlaceRef{ID: p.ID, Name: p.Name, Where: p.Where, Kind: p.Kind.Label(), Precision: p.Precision, URL: s.links.Place(p.ID)}
	return PlaceRow{ref, rowConfidence(p), p.Mentions, p.Articles}
}

// FormAction returns the address to which forms of the page are sent.
func (s Screen) FormAction() string { return s.links.Map() }

// DayFields are the fields of the form for days.
func (s Screen) DayFields() []Field { return s.fields("from", "to", "spoken", "page") }

// SearchFields are the fields of the form for words.
func (s Screen) SearchFields() []Field { return s.fields("q", "page") }

// OrderFields are the fields of the form for the order of the list.
func (s Screen) OrderFields() []Field { return s.fields("sort", "group", "page") }

// fields returns the parameters of the address as hidden fields, except some.
func (s Screen) fields(except ...string) []Field {
	var out []Field
	for key, values := range s.query {
		if slices.Contains(except, key) {
			continue
		}
		for _, v := range values {
			out = append(out, Field{key, v})
		}
	}
	slices.SortFunc(out, func(a, b Field) int { return strings.Compare(a.Name+"\n"+a.Value, b.Name+"\n"+b.Value) })
	return out
}

// Noun returns the words for the outcome in a language.
func (p LedgerPart) Noun(l *Language) string {
	label := outcomeLabels[p.Outcome]
	return l.Noun(p.Count, label.one, label.many)
}

// MentionNoun returns "mention" or "mentions" in a language.
func (p PlaceRow) MentionNoun(l *Language) string { return l.Noun(p.Mentions, "mention", "mentions") }

package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/importer"
	"dateline/server/internal/site"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
)

// noImport is the answer to a change of an import that does not exist.
const noImport = "This item is no longer in the list. It may have been deleted."

// stateFilter returns the state of imports to list, empty for all.
func stateFilter(r *http.Request) (importer.State, error) {
	state := importer.State(r.URL.Query().Get("state"))
	if state != "" && !slices.Contains(importer.States(), state) {
		return "", site.Errorf(geo.ErrInput, "There is no state %q. The states are %v.", state, importer.States())
	}
	return state, nil
}

// imports writes the imports of a collection as JSON, which the viewer polls.
func (s *server) imports(w http.ResponseWriter, r *http.Request) error {
	name, err := s.importName(r)
	if err != nil {
		return err
	}
	state, err := stateFilter(r)
	if err != nil {
		return err
	}
	list, err := s.importList(r, name, state)
	if err != nil {
		return err
	}
	translateImports(&list, site.LanguageOf(w))
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(list); err != nil {
		return fmt.Errorf("encode the imports: %w", err)
	}
	if s.NotModified(w, r, b.String()) {
		return nil
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(b.Bytes())
	return site.ClientGone(err)
}

// importName returns the name of the collection in the path, which the importer
// stores.
func (s *server) importName(r *http.Request) (string, error) {
	name, err := site.Segment(r, "collection")
	if err != nil {
		return "", err
	}
	db, _, err := s.Find(r.Context(), name)
	if err != nil {
		return name, err
	}
	accepts, err := s.AcceptsImports(r.Context(), db, name)
	if err == nil && !accepts {
		err = site.Errorf(geo.ErrNotFound, site.NoCollection)
	}
	return name, err
}

// translateImports translates the words of a list for the viewer.
func translateImports(list *view.ImportList, l *view.Language) {
	list.Summary = ""
	for i := range list.Counts {
		list.Counts[i].Words = l.Sentence(list.Counts[i].Words)
		if i > 0 || len(list.Counts) == 1 { // the first of several is the sum
			list.Summary += strings.Repeat(", ", min(len(list.Summary), 1)) + list.Counts[i].Words
		}
	}
	for i := range list.Rows {
		list.Rows[i].Words, list.Rows[i].Reason = l.Sentence(list.Rows[i].Words), l.Sentence(list.Rows[i].Reason)
	}
}

// importList describes the imports of a collection in a state, or in any if it is
// empty.
func (s *server) importList(r *http.Request, collection string, state importer.State) (view.ImportList, error) {
	list, err := s.Importer.Imports(r.Context(), collection, state)
	if err != nil {
		return view.ImportList{}, fmt.Errorf("list the imports of %q: %w", collection, err)
	}
	l := view.Links{Collection: collection}
	out := view.ImportList{
		Active: list.Counts[importer.Waiting] + list.Counts[importer.Working] + list.Counts[importer.Retrying], Done: list.Counts[importer.Done],
		URL: l.Imports() + ".json", Rows: make([]view.ImportRow, 0, len(list.Recent)), Notices: list.Notices,
	}
	if state != "" {
		out.URL += "?state=" + string(state)
	}
	out.More = addCounts(&out, list.Counts, state, l) - len(list.Recent)
	now := time.Now()
	for i := range list.Recent {
		out.Rows = append(out.Rows, importRow(&list.Recent[i], l, now))
	}
	return out, nil
}

// stateWords has the words for the states of imports.
var stateWords = map[importer.State]string{
	importer.Waiting: "waiting", importer.Working: "being read", importer.Retrying: "to be tried again", importer.Done: "added", importer.Failed: "failed", importer.Cancelled: "canceled",
}

// stepWords has the words for an import that is being worked on, by step.
var stepWords = map[importer.Step]string{
	importer.StepFetch: "being fetched", importer.StepRead: "being read", importer.StepParse: "finding places",
}

// addCounts adds the counts by state with their links and returns the number of
// imports in the state that is listed.
func addCounts(out *view.ImportList, counts map[importer.State]int, current importer.State, l view.Links) int {
	all := 0
	for _, state := range importer.States() {
		n := counts[state]
		if n == 0 {
			continue
		}
		all += n
		words := view.FormatNumber(n) + " " + stateWords[state]
		if out.Summary != "" {
			out.Summary += ", "
		}
		out.Summary += words
		out.Counts = append(out.Counts, view.ImportCount{Words: words, URL: l.Add() + "?state=" + string(state) + "#imports", Current: state == current})
	}
	if len(out.Counts) > 1 || current != "" {
		every := view.ImportCount{Words: view.FormatNumber(all) + " in total", URL: l.Add() + "#imports", Current: current == ""}
		out.Counts = slices.Insert(out.Counts, 0, every)
	}
	if current == "" {
		return all
	}
	return counts[current]
}

func importRow(i *importer.Import, l view.Links, now time.Time) view.ImportRow {
	row := view.ImportRow{ID: i.ID, Name: i.Name, State: string(i.State), Words: importWords(i, now), Reason: reason(i)}
	if i.Article != "" {
		row.Article = l.Article(i.Article)
	}
	switch i.State {
	case importer.Waiting, importer.Working, importer.Retrying:
		row.Cancel = l.ImportAction(i.ID, "cancel")
	case importer.Failed, importer.Cancelled:
		row.Retry = l.ImportAction(i.ID, "retry")
	case importer.Done:
	}
	return row
}

// reason returns why an import failed or is retried as a sentence. It names no address of
// an inner network.
func reason(i *importer.Import) string {
	switch {
	case i.Reason == "":
		return ""
	case strings.Contains(i.Reason, "is not a public address"):
		return "This link leads to a private network, from which this server fetches nothing."
	}
	return site.Sentence(i.Reason)
}

// importWords describes the state of an import to readers.
func importWords(i *importer.Import, now time.Time) string {
	switch i.State {
	case importer.Working:
		if words, ok := stepWords[i.Step]; ok {
			return words
		}
	case importer.Waiting, importer.Retrying:
		words := stateWords[i.State]
		if i.State == importer.Retrying && i.Step == importer.StepFetch {
			words = "cannot be reached"
		}
		if wait := i.Next.Sub(now); !i.Next.IsZero() && wait > 0 {
			return words + ", next try in " + duration(wait)
		}
		return words
	case importer.Done, importer.Failed, importer.Cancelled:
	}
	return stateWords[i.State]
}

// duration formats a waiting time in minutes or hours, rounded up.
func duration(d time.Duration) string {
	switch {
	case d <= time.Minute:
		return "1 minute"
	case d <= 90*time.Minute:
		return strconv.Itoa(int(math.Ceil(d.Minutes()))) + " minutes"
	}
	return strconv.Itoa(int(math.Ceil(d.Hours()))) + " hours"
}

// changeImport cancels or retries an import.
func (s *server) changeImport(w http.ResponseWriter, r *http.Request) error {
	name, err := s.importName(r)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(chi.URLParam(r, "import"), 10, 64)
	if err != nil {
		return site.Errorf(geo.ErrNotFound, noImport)
	}
	change := s.Importer.Cancel
	if chi.URLParam(r, "action") == "retry" {
		change = s.Importer.Retry
	}
	if err := change(r.Context(), name, id); err != nil {
		return site.Explain(err, noImport)
	}
	return site.SeeOther(w, r, view.Links{Collection: name}.Add()+"#imports")
}

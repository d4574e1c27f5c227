package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"dateline/geo"
	"dateline/server/importer"
	"dateline/server/view"

	"github.com/go-chi/chi/v5"
)

// stateAsked is the state of arrivals that the request wants listed, empty for all.
func stateAsked(r *http.Request) (importer.State, error) {
	state := importer.State(r.URL.Query().Get("state"))
	if state != "" && !slices.Contains(importer.States(), state) {
		return "", geo.Errorf(geo.ErrInput, "state=%s: the states are %v", strconv.Quote(string(state)), importer.States())
	}
	return state, nil
}

// arrivals writes what is on its way as JSON, for the viewer, which asks again
// and again.
func (s *server) arrivals(w http.ResponseWriter, r *http.Request) error {
	name, err := segment(r, "collection")
	if err != nil {
		return err
	}
	state, err := stateAsked(r)
	if err != nil {
		return err
	}
	view, err := s.arrivalsView(r, name, state)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(view); err != nil {
		return fmt.Errorf("writing arrivals: %w", err)
	}
	if s.fresh(w, r, b.String()) {
		return nil
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(b.Bytes())
	return gone(err)
}

func (s *server) arrivalsView(r *http.Request, collection string, state importer.State) (view.ImportList, error) {
	a, err := s.Importer.Imports(r.Context(), collection, state)
	if err != nil {
		return view.ImportList{}, fmt.Errorf("asking what is on its way into %q: %w", collection, err)
	}
	l := view.Links{Collection: collection}
	out := view.ImportList{
		Active: a.Counts[importer.Waiting] + a.Counts[importer.Working], Done: a.Counts[importer.Done],
		URL: l.Imports() + ".json", Rows: make([]view.ImportRow, 0, len(a.Recent)),
	}
	if state != "" {
		out.URL += "?state=" + string(state)
	}
	out.More = countArrivals(&out, a.Counts, state, l) - len(a.Recent)
	for i := range a.Recent {
		out.Rows = append(out.Rows, arrivalRow(&a.Recent[i], l, time.Now()))
	}
	return out, nil
}

// countArrivals fills in the numbers by state, with their links, and returns how
// many there are in the state that is listed.
func countArrivals(out *view.ImportList, counts map[importer.State]int, current importer.State, l view.Links) int {
	all := 0
	for _, state := range importer.States() {
		n := counts[state]
		if n == 0 {
			continue
		}
		all += n
		words := view.FormatNumber(n) + " " + string(state)
		if out.Summary != "" {
			out.Summary += ", "
		}
		out.Summary += words
		out.Counts = append(out.Counts, view.ImportCount{Words: words, URL: l.Add() + "?state=" + string(state) + "#arrivals", Current: state == current})
	}
	if len(out.Counts) > 1 || current != "" {
		every := view.ImportCount{Words: view.FormatNumber(all) + " in all", URL: l.Add() + "#arrivals", Current: current == ""}
		out.Counts = slices.Insert(out.Counts, 0, every)
	}
	if current == "" {
		return all
	}
	return counts[current]
}

func arrivalRow(a *importer.Import, l view.Links, now time.Time) view.ImportRow {
	row := view.ImportRow{ID: a.ID, Name: a.Name, State: string(a.State), Words: stateWords(a, now), Reason: a.Reason}
	if a.Article != "" {
		row.Article = l.Article(a.Article)
	}
	switch a.State {
	case importer.Waiting, importer.Working:
		row.Cancel = l.ImportAction(a.ID, "cancel")
	case importer.Failed, importer.Cancelled:
		row.Retry = l.ImportAction(a.ID, "retry")
	}
	return row
}

// working says what is being done at each step.
var working = map[importer.Step]string{importer.StepFetch: "being fetched", importer.StepRead: "being read", importer.StepParse: "finding its places"}

func stateWords(a *importer.Import, now time.Time) string {
	switch a.State {
	case importer.Working:
		if w, ok := working[a.Step]; ok {
			return w
		}
	case importer.Waiting:
		if wait := a.Next.Sub(now); !a.Next.IsZero() && wait > 0 {
			return "waiting, to be tried in " + minutes(wait)
		}
	}
	return string(a.State)
}

// minutes writes a time to wait, rounded up so that nothing is promised early.
func minutes(d time.Duration) string {
	switch {
	case d <= time.Minute:
		return "a minute"
	case d <= 90*time.Minute:
		return strconv.Itoa(int(math.Ceil(d.Minutes()))) + " minutes"
	}
	return strconv.Itoa(int(math.Ceil(d.Hours()))) + " hours"
}

// act cancels an arrival or tries it again.
func (s *server) act(w http.ResponseWriter, r *http.Request) error {
	name, err := segment(r, "collection")
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(chi.URLParam(r, "arrival"), 10, 64)
	if err != nil {
		return geo.Errorf(geo.ErrNotFound, "arrival %q", chi.URLParam(r, "arrival"))
	}
	do := s.Importer.Cancel
	if chi.URLParam(r, "action") == "retry" {
		do = s.Importer.Retry
	}
	if err := do(r.Context(), name, id); err != nil {
		return err
	}
	return s.done(w, r, view.Links{Collection: name}.Add()+"#arrivals")
}

// unfollow stops following a feed.
func (s *server) unfollow(w http.ResponseWriter, r *http.Request) error {
	name, err := segment(r, "collection")
	if err != nil {
		return err
	}
	if err := parseForm(r); err != nil {
		return err
	}
	if err := s.Importer.Unfollow(r.Context(), name, r.PostForm.Get("feed")); err != nil {
		return err
	}
	return s.done(w, r, view.Links{Collection: name}.Add()+"#feeds")
}

// done answers a change: a reader is sent on, a program told that it is done.
func (s *server) done(w http.ResponseWriter, r *http.Request, next string) error {
	w.Header().Set("Cache-Control", "no-store")
	if !wantsPage(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"dateline/server/importer"
	"dateline/server/internal/site"
	"dateline/server/store"
	"dateline/server/view"
)

// submission collects the outcomes of the inputs of a request.
type submission struct {
	field             string // id of the form field that the inputs came from
	added, duplicates int
	failures          []view.Failure
	rejected          []string     // names of the failed inputs
	problem           site.Problem // of the first failure
}

// count returns the number of inputs so far.
func (sub *submission) count() int { return sub.added + sub.duplicates + len(sub.failures) }

// add submits an input and records its outcome.
func (sub *submission) add(s *server, name string, submit func() (importer.SubmitResult, error)) {
	switch result, err := submit(); {
	case err != nil:
		sub.fail(s, name, err)
	case result.Duplicate:
		sub.duplicates++
	default:
		sub.added++
	}
}

// fail records an input that was not accepted.
func (sub *submission) fail(s *server, name string, err error) {
	p := site.ProblemOf(site.Readable(err))
	if p.Status >= http.StatusInternalServerError {
		s.Log.Error("importing an input failed", "name", name, "error", store.Detail(err))
	}
	if len(sub.failures) == 0 {
		sub.problem = p
	}
	sub.failures = append(sub.failures, view.Failure{Name: name, Reason: p.Detail, Field: sub.field})
	sub.rejected = append(sub.rejected, name)
}

// answer reports the outcomes. A browser is redirected to the list of imports, or
// shown the page with the failures and the form that fill restores. A program gets
// JSON.
func (s *server) answer(w http.ResponseWriter, r *http.Request, c target, sub *submission, fill func(*view.AddArticles)) error {
	w.Header().Set("Cache-Control", "no-store")
	if !site.WantsPage(r) {
		return sub.writeJSON(w)
	}
	if len(sub.failures) == 0 {
		q := url.Values{"added": {strconv.Itoa(sub.added)}, "known": {strconv.Itoa(sub.duplicates)}}
		http.Redirect(w, r, view.Links{Collection: c.name}.Add()+"?"+q.Encode()+"#imports", http.StatusSeeOther)
		return nil
	}
	content, err := s.addView(r)
	if err != nil {
		return err
	}
	content.Title = "Error: " + content.Title
	content.Notice, content.Failures = notice(sub.added, sub.duplicates), sub.failures
	fill(&content)
	return s.ShowStatus(w, sub.problem.Status, "add", content)
}

// writeJSON writes the outcomes, as a problem document if nothing was accepted.
func (sub *submission) writeJSON(w http.ResponseWriter) error {
	for i := range sub.failures {
		sub.failures[i].Reason, _ = site.LanguageOf(w).Translated(sub.failures[i].Reason)
	}
	sub.problem.Detail, _ = site.LanguageOf(w).Translated(sub.problem.Detail)
	answer := struct {
		*site.Problem
		Added      int            `json:"added"`
		Duplicates int            `json:"duplicates"`
		Failed     []view.Failure `json:"failed"`
	}{Added: sub.added, Duplicates: sub.duplicates, Failed: sub.failures}
	w.Header().Set("Content-Type", "application/json")
	if sub.added+sub.duplicates == 0 {
		answer.Problem = &sub.problem
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(sub.problem.Status)
	}
	return site.ClientGone(json.NewEncoder(w).Encode(answer))
}

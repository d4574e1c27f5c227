package importer

import (
	"time"

	"dateline/geo"
)

// SubmitResult is the outcome of submitting an input.
type SubmitResult struct {
	// ID identifies the import that the input became; 0 when nothing was queued.
	ID int64
	// Duplicate is set when the collection already had the input.
	Duplicate bool
}

// ImportList lists the imports of a collection.
type ImportList struct {
	// Counts has the number of imports by state, of all imports, not only the recent ones.
	Counts map[State]int
	// Recent has at most 100 imports, the most recently queued first.
	Recent []Import
	// Notices has what a person should know about how documents were read, the newest
	// first, at most [MaxListedNotices].
	Notices []string
}

// Import is an input of a collection in the queue: a URL to fetch, a document to
// read, or an article to parse. A URL or document that produced articles is neither
// listed nor counted once it is done; its articles are.
type Import struct {
	ID    int64
	State State
	Step  Step
	// Name is the title of an article, the name of a file, or a URL.
	Name string
	// Reason is why the import failed or is retried, without its name; it is empty in other
	// states.
	Reason string
	// Article is the id of the resulting article within the collection; empty until
	// the import is done.
	Article string
	// Next is when a waiting import runs; zero when it may run now.
	Next time.Time
	// Queued is when the import was queued.
	Queued time.Time
}

// State is the state of an import.
type State string

// The states of an import. One that is retried failed before.
const (
	Waiting   State = "waiting"
	Working   State = "working"
	Retrying  State = "retrying"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// States returns all states in display order.
func States() []State { return []State{Waiting, Working, Retrying, Done, Failed, Cancelled} }

// Step is the current or last stage of an import.
type Step string

// The steps of an import.
const (
	StepFetch Step = "fetch" // fetch a URL
	StepRead  Step = "read"  // extract articles from a document
	StepParse Step = "parse" // find the places of an article
)

// Feed is a feed that a collection follows.
type Feed struct {
	URL, Title string
	// Polled is the time of the last poll, zero if there was none; Next is the time of
	// the next one.
	Polled, Next time.Time
	// Error is why the last poll failed; empty if it succeeded.
	Error string
	// Home is the place where the publisher is at home, or empty.
	Home geo.PlaceID
}

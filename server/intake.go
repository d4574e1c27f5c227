package server

import (
	"context"
	"io"
	"time"
)

// Intake takes inputs into collections. What it is handed it keeps and queues,
// and returns; fetching, reading and parsing happen later. Its methods are safe
// for concurrent use. Errors wrap [geo.ErrNotFound] for a collection, an arrival
// or a feed that is not there, [geo.ErrInput] for what cannot be taken,
// [geo.ErrTooLarge] for what is too large, and [geo.ErrUnavailable] while no more
// can be queued; their words are shown to the reader.
type Intake interface {
	// NewCollection makes an empty collection. The error wraps [geo.ErrInput] when
	// the name cannot stand in an address or is taken.
	NewCollection(ctx context.Context, name, title string) error
	// AddText takes an article as its text. The title may be empty.
	AddText(ctx context.Context, collection, title, text string) (Receipt, error)
	// AddDocument takes a file in any format that can be read, a list of feeds as
	// OPML included; its name tells the format where its bytes do not. It reads r
	// to its end and passes on its errors.
	AddDocument(ctx context.Context, collection, name string, r io.Reader) (Receipt, error)
	// AddURL takes the address of an article, of a feed, which is followed from
	// then on, or of a list of feeds as OPML.
	AddURL(ctx context.Context, collection, address string) (Receipt, error)
	// Arrivals returns how many inputs and articles of a collection wait, are
	// worked on, are done or have failed, and the most recent ones in a state, in
	// all states if it is empty.
	Arrivals(ctx context.Context, collection string, state ArrivalState) (Arrivals, error)
	// Cancel takes an arrival of a collection out of the queue. One that is over
	// stays as it is.
	Cancel(ctx context.Context, collection string, id int64) error
	// Retry queues an arrival of a collection that failed or was cancelled anew.
	Retry(ctx context.Context, collection string, id int64) error
	// Feeds lists the feeds that a collection follows, by title.
	Feeds(ctx context.Context, collection string) ([]Feed, error)
	// Unfollow stops following a feed. Articles that came from it stay.
	Unfollow(ctx context.Context, collection, address string) error
}

// Receipt says what became of an input that was handed in.
type Receipt struct {
	// ID is the arrival that the input became, or 0 when nothing had to be queued.
	ID int64
	// Known says that the collection had the input already.
	Known bool
}

// Arrivals is what is on its way into a collection, and what came of it.
type Arrivals struct {
	// Counts are over all arrivals that are remembered, whatever Recent lists.
	Counts map[ArrivalState]int
	// Recent are the arrivals in the order of their being queued, the latest
	// first, at most 100.
	Recent []Arrival
}

// Arrival is something on its way into a collection: an address to fetch, a
// document to read, an article to parse. An address or document that is done
// and gave articles is not listed, nor counted, beside them.
type Arrival struct {
	ID    int64
	State ArrivalState
	Step  ArrivalStep
	// Name is the title of an article, the name of a file, or an address.
	Name string
	// Reason says why it failed, or why it waits for another attempt; empty
	// otherwise.
	Reason string
	// Article is the id in the collection of the article that it became, empty
	// until it is done or if it became none.
	Article string
	// Next is when a waiting arrival is tried again; zero when it may be at once.
	Next time.Time
	// Queued is when it came.
	Queued time.Time
}

// ArrivalState says how far an arrival is.
type ArrivalState string

// The states of arrivals. One that is to be tried again is waiting.
const (
	ArrivalWaiting   ArrivalState = "waiting"
	ArrivalWorking   ArrivalState = "working"
	ArrivalDone      ArrivalState = "done"
	ArrivalFailed    ArrivalState = "failed"
	ArrivalCancelled ArrivalState = "cancelled"
)

// ArrivalStates are all states in the order in which they are listed.
func ArrivalStates() []ArrivalState {
	return []ArrivalState{ArrivalWaiting, ArrivalWorking, ArrivalDone, ArrivalFailed, ArrivalCancelled}
}

// ArrivalStep is the work that an arrival waits for, or that was done last.
type ArrivalStep string

// The steps of arrivals.
const (
	StepFetch ArrivalStep = "fetch" // an address is asked for
	StepRead  ArrivalStep = "read"  // articles are taken out of a document
	StepParse ArrivalStep = "parse" // the places of an article are found
)

// Feed is a feed that a collection follows.
type Feed struct {
	URL, Title string
	// Polled is when the feed was last asked for, zero if never; Next is when it
	// will be.
	Polled, Next time.Time
	// Error says why the last poll failed; empty if it did not.
	Error string
}

package view

import "strconv"

// AddArticles is the page where articles are added to a collection, beside what is on its
// way into it.
type AddArticles struct {
	Layout
	// Notice tells in a sentence what became of what was just handed in.
	Notice string
	// Failures are the inputs just handed in that could not be taken.
	Failures []Failure
	// TextTitle and Text are what was pasted, given back when it could not be
	// taken; URLs alike.
	TextTitle, Text, URLs string
	// CanFetch says that addresses may be given.
	CanFetch bool
	// MaxFile is the largest file in bytes, and MaxFiles how many may come at once.
	MaxFile  int64
	MaxFiles int
	Imports  ImportList
	Feeds    []FeedRow
}

// Failure is an input that could not be taken.
type Failure struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// ImportList is what is on its way into a collection, as a page lists it and as
// the viewer asks for it again.
type ImportList struct {
	// Counts link to the lists of the states that have any, the first to all.
	Counts []ImportCount `json:"counts"`
	// Active is how many wait or are worked on, and Done how many are done.
	Active int `json:"going"`
	Done   int `json:"done"`
	// Summary says so in words.
	Summary string      `json:"summary"`
	Rows    []ImportRow `json:"rows"`
	// More is how many are not listed.
	More int `json:"more"`
	// URL is the address at which the viewer asks again.
	URL string `json:"-"`
}

// ImportCount is the number of arrivals in a state.
type ImportCount struct {
	Words   string `json:"words"`
	URL     string `json:"url"`
	Current bool   `json:"current,omitempty"`
}

// ImportRow is something on its way into a collection.
type ImportRow struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	// State is the word by which it is styled and Words say it to readers.
	State  string `json:"state"`
	Words  string `json:"words"`
	Reason string `json:"reason,omitempty"`
	// Article is the address of the article that it became, or empty.
	Article string `json:"article,omitempty"`
	// Cancel and Retry are the addresses of what can be done, or empty.
	Cancel string `json:"cancel,omitempty"`
	Retry  string `json:"retry,omitempty"`
}

// FeedRow is a feed that a collection follows.
type FeedRow struct {
	Title, URL string
	// Link is the address if it is one of the web.
	Link string
	// Polled and Next are times in words, or empty.
	Polled, Next string
	Error        string
}

// ImportAction is the address of something that can be done about an arrival.
func (l Links) ImportAction(id int64, action string) string {
	return l.Imports() + "/" + strconv.FormatInt(id, 10) + "/" + action
}

// Megabytes writes a limit on size as readers do.
func (a AddArticles) Megabytes() string { return FormatNumber(int(a.MaxFile>>20)) + " MB" }

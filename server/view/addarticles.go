package view

// AddArticles is the page where articles are added to a collection. It also lists the
// imports.
type AddArticles struct {
	Layout
	// Notice describes what was just added, or is empty.
	Notice string
	// Failures are the inputs just submitted that were not accepted.
	Failures []Failure
	// Text and URLs restore the forms of a submission that failed.
	Text TextForm
	URLs string
	// CanFetch is set if links may be added.
	CanFetch bool
	// MaxFile is the maximum size of a file in bytes, and MaxFiles the maximum number of
	// files per upload.
	MaxFile  int64
	MaxFiles int
	Imports  ImportList
	Feeds    []FeedRow
}

// TextForm has the fields of the form for a pasted text.
type TextForm struct {
	Title, Publisher, Published, URL, Body string
}

// Failure is an input that was not accepted.
type Failure struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
	// Field is the id of the form field that the reader can correct.
	Field string `json:"-"`
}

// FieldError returns the reason why the input of a form field was not accepted, or
// "".
func (a AddArticles) FieldError(field string) string {
	for _, f := range a.Failures {
		if f.Field == field {
			return f.Reason
		}
	}
	return ""
}

// Megabytes formats the maximum size of a file.
func (a AddArticles) Megabytes() string { return FormatNumber(int(a.MaxFile>>20)) + " MB" }

// ImportList lists the imports of a collection, in the page and as JSON for the
// viewer, which polls it. ImportList in static/src/import/poll.ts has the same fields.
type ImportList struct {
	// Counts link to the lists by state, the first to the list of all.
	Counts []ImportCount `json:"counts"`
	// Active is the number of imports that are waiting or being worked on, Done the
	// number of finished ones.
	Active int `json:"active"`
	Done   int `json:"done"`
	// Summary has the counts in words.
	Summary string      `json:"summary"`
	Rows    []ImportRow `json:"rows"`
	// Notices describe how documents were read, such as the columns of a table that were
	// used.
	Notices []string `json:"notices"`
	// More is the number of imports that are not listed.
	More int `json:"more"`
	// URL is the address of this list as JSON.
	URL string `json:"-"`
}

// ImportCount is the number of imports in a state.
type ImportCount struct {
	Words   string `json:"words"`
	URL     string `json:"url"`
	Current bool   `json:"current,omitempty"`
}

// ImportRow is an import in a list.
type ImportRow struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	// State is the CSS class, and Words describes the state to readers.
	State  string `json:"state"`
	Words  string `json:"words"`
	Reason string `json:"reason,omitempty"`
	// Article is the address of the resulting article, or empty.
	Article string `json:"article,omitempty"`
	// Cancel and Retry are the addresses of these actions, or empty.
	Cancel string `json:"cancel,omitempty"`
	Retry  string `json:"retry,omitempty"`
}

// FeedRow is a feed that a collection follows.
type FeedRow struct {
	Title, URL string
	// Link is the URL if browsers may follow it, or empty.
	Link string
	// Polled is when the feed was last checked, and Next the time until the next check;
	// either may be empty.
	Polled, Next string
	Error        string
}

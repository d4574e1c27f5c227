package parsed

import (
	"dateline/geo"
	"dateline/server/store/internal/database"
	"encoding/json"
)

// ArticleColumns are the columns that ScanArticle reads.
const ArticleColumns = `a.seq, a.key, a.given, a.hash, a.title, a.publisher, a.author, a.url, a.published, a.language, a.source, a.text, a.pages`

// MemberColumns are ArticleColumns of an article in a collection, with what a person changed.
const MemberColumns = `a.seq, a.key, a.given, a.hash, coalesce(m.title, a.title), coalesce(m.publisher, a.publisher), a.author, coalesce(m.url, a.url),
	coalesce(m.published, a.published), a.language, a.source, a.text, a.pages`

// ScanArticle reads ArticleColumns, and further columns into more.
func ScanArticle(row database.Scanner, a *geo.Article, more ...any) (seq int64, key string, err error) {
	var pages []byte
	err = row.Scan(append([]any{&seq, &key, &a.ID, &a.Hash, &a.Title, &a.Publisher, &a.Author, &a.URL, &a.Published, &a.Language, &a.Source, &a.Text, &pages}, more...)...)
	if err == nil {
		err = json.Unmarshal(pages, &a.Pages)
	}
	if a.ID == "" {
		a.ID = key
	}
	return seq, key, err
}

// MentionData are the data of a mention and its resolution that have no column of
// their own. They are stored as JSON.
type MentionData struct {
	Association   geo.Association `json:",omitempty"`
	Recognized    float64         `json:",omitempty"`
	Wide          *geo.Span       `json:",omitempty"`
	Base          string          `json:",omitempty"`
	Passage       geo.Span
	Relation      *RelationData  `json:",omitempty"`
	When          *geo.DateRange `json:",omitempty"`
	Confidence    geo.Confidence `json:",omitempty"`
	UncertaintyKM float64        `json:",omitempty"`
	Candidates    []Candidate    `json:",omitempty"`
	Why           []string       `json:",omitempty"`
}

// RelationData is a relation with its area as WKB.
type RelationData struct {
	geo.Relation
	Area []byte `json:",omitempty"`
}

// Candidate is a Candidate with the key of its place.
type Candidate struct {
	Place int64
	Score float64
}

// FocusData is a focus with the key of its place.
type FocusData struct {
	Place    int64
	Weight   float64
	Level    string
	Mentions int
}

// The values of the column revised of parses.
const (
	RevisedNot       = iota
	RevisedSame      // with the history of the publisher, which made no difference
	RevisedDifferent // with resolutions that differ from those of the article alone
)

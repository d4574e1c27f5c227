package importer

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/article/feed"
	"dateline/server/queue"
	"dateline/server/store"
)

// The kinds of jobs. The group of a job is the collection that it is done for.
const (
	KindFetch queue.Kind = "fetch" // asks for an address
	KindPoll  queue.Kind = "poll"  // asks a feed for what is new
	KindRead  queue.Kind = "read"  // takes articles out of a document
	KindParse queue.Kind = "parse" // finds the places of an article
	KindIndex queue.Kind = "index" // compares articles with one another
)

// The priorities: what was found is parsed before more is fetched, and compared
// when nothing else is to be done.
const (
	priorityParse = 1
	priorityFetch = 2
	priorityIndex = 3
)

type fetchJob struct {
	URL string `json:"url"`
	// Publisher stands in where the page names none.
	Publisher string `json:"publisher,omitempty"`
	// Found says that a feed named the address, not a person. Item is what the feed
	// holds of the article, where that is more than nothing.
	Found bool       `json:"found,omitempty"`
	Item  *feed.Item `json:"item,omitempty"`
}

type pollJob struct {
	URL string `json:"url"`
}

type readJob struct {
	Document string `json:"document"`
	Name     string `json:"name"`
}

type parseJob struct {
	Article string `json:"article"`
	// Name is what a person knows the article by.
	Name string `json:"name"`
}

type indexJob struct {
	Subject string `json:"subject"`
}

// payload decodes what a job works on.
func payload[T any](j *queue.Job) (p T, err error) {
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return p, queue.Permanent(geo.Errorf(geo.ErrCorrupt, "the payload of %s job %d: %w", j.Kind, j.ID, err))
	}
	return p, nil
}

// maxName bounds the names of articles in jobs, in bytes.
const maxName = 200

// newParse is the job that parses an article with the models that v names.
func newParse(collection, key string, a *geo.Article, v geo.Versions) queue.NewJob {
	name := a.Title
	if name == "" {
		name = a.Source
	}
	return queue.NewJob{
		Kind: KindParse, Group: collection, Priority: priorityParse,
		Key:     geo.ContentID(key, v.Gazetteer, v.Recognizer, v.Resolver),
		Payload: parseJob{Article: key, Name: shorten(name)},
	}
}

// newPoll is the job that polls a feed that is due. after is how many hours later it
// is: a job that was cancelled, or that failed for a fault of the program, does not
// end the feed.
func newPoll(f *store.Feed, after int64) queue.NewJob {
	return queue.NewJob{
		Kind: KindPoll, Group: f.Collection, Priority: priorityFetch,
		Key:     geo.ContentID(f.Collection, f.URL, f.NextPoll.UTC().String(), fmt.Sprint(after)),
		Payload: pollJob{URL: f.URL},
	}
}

// shorten cuts a name that is too long for a list.
func shorten(name string) string {
	if len(name) <= maxName {
		return name
	}
	n := maxName
	for !utf8.RuneStart(name[n]) {
		n--
	}
	return name[:n] + "…"
}

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

// The kinds of jobs. The group of a job is the collection that it is for.
const (
	KindFetch queue.Kind = "fetch" // fetches a URL
	KindPoll  queue.Kind = "poll"  // checks a feed for new articles
	KindRead  queue.Kind = "read"  // reads the articles of a document
	KindParse queue.Kind = "parse" // finds the places of an article
	KindIndex queue.Kind = "index" // compares articles with one another
)

// Kinds lists the kinds in the order of an import.
func Kinds() []queue.Kind {
	return []queue.Kind{KindFetch, KindPoll, KindRead, KindParse, KindIndex}
}

// ResumableKinds lists the kinds of jobs that go on from where a process that died left them; see [queue.Options].
// Comparisons store each batch of texts and read no documents, so that a process hardly ever dies of them.
func ResumableKinds() []queue.Kind { return []queue.Kind{KindIndex} }

// Priorities of jobs: stored articles are parsed before others are fetched, and
// compared when nothing else is to do.
const (
	priorityParse = 1
	priorityFetch = 2
	priorityIndex = 3
)

type fetchJob struct {
	URL string `json:"url"`
	// Publisher is used where the page names none.
	Publisher string `json:"publisher,omitempty"`
	// Found is set if a feed contained the URL. Item is what the feed has of the
	// article, or nil.
	Found bool `json:"found,omitempty"`
	// Feed is the URL of that feed.
	Feed string     `json:"feed,omitempty"`
	Item *feed.Item `json:"item,omitempty"`
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
	// Name is the title or source of the article.
	Name string `json:"name"`
}

type indexJob struct {
	Subject string `json:"subject"`
}

// payload decodes the payload of a job.
func payload[T any](j *queue.Job) (p T, err error) {
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return p, queue.Permanent(geo.Errorf(geo.ErrCorrupt, "the payload of %s job %d is damaged: %w", j.Kind, j.ID, err))
	}
	return p, nil
}

// origin is what the jobs of an import have in common: the collection and the batch. feed is the URL of the feed that
// contained them, or empty.
type origin struct{ collection, batch, feed string }

func originOf(j *queue.Job) origin { return origin{collection: j.Group, batch: j.Batch} }

// maxName is the limit on the name of an article in a job, in bytes.
const maxName = 200

// newParse returns the job that parses an article with the models of v.
func newParse(o origin, key string, a *geo.Article, v geo.Versions) queue.NewJob {
	name := a.Title
	if name == "" {
		name = a.Source
	}
	return queue.NewJob{
		Kind: KindParse, Group: o.collection, Batch: o.batch, Priority: priorityParse,
		Key:     geo.ContentID(key, v.Gazetteer, v.Recognizer, v.Resolver),
		Payload: parseJob{Article: key, Name: shorten(name)},
	}
}

// newPoll returns the job that polls a feed. overdue is how many hours ago it was due:
// a job that was cancelled or failed does not end the feed.
func newPoll(f *store.Feed, batch string, overdue int64) queue.NewJob {
	return queue.NewJob{
		Kind: KindPoll, Group: f.Collection, Batch: batch, Priority: priorityFetch,
		Key:     geo.ContentID(f.Collection, f.URL, f.NextPoll.UTC().String(), fmt.Sprint(overdue)),
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

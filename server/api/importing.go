package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"dateline/geo"
	"dateline/server/importer"

	"github.com/danielgtaylor/huma/v2"
)

// Importer imports what clients add. [importer.Importer] implements it; tests have an implementation in memory.
type Importer interface {
	Accepts(ctx context.Context, collection string) (bool, error)
	NewCollection(ctx context.Context, name, title string) error
	AddText(ctx context.Context, collection string, t importer.Text) (importer.SubmitResult, error)
	AddURL(ctx context.Context, collection, address string) (importer.SubmitResult, error)
	Imports(ctx context.Context, collection string, state importer.State) (importer.ImportList, error)
	Cancel(ctx context.Context, collection string, id int64) error
	Retry(ctx context.Context, collection string, id int64) error
	Feeds(ctx context.Context, collection string) ([]importer.Feed, error)
	Unfollow(ctx context.Context, collection, address string) error
}

// importing returns the name of a collection to which something can be added, or an error.
func (a *API) importing(ctx context.Context, collection string) (string, error) {
	if a.Importer == nil {
		return "", a.problem(geo.Errorf(geo.ErrForbidden, "nothing can be added on this server"))
	}
	_, c, err := a.Find(ctx, collection)
	if err != nil {
		return "", a.problem(err)
	}
	accepts, err := a.Importer.Accepts(ctx, c.Name)
	if err == nil && !accepts {
		err = geo.Errorf(geo.ErrForbidden, "the collection is not stored, so nothing can be added to it")
	}
	if err != nil {
		return "", a.problem(err)
	}
	return c.Name, nil
}

// Feed is a feed that a collection follows.
type Feed struct {
	URL    string     `json:"url"`
	Title  string     `json:"title,omitempty"`
	Polled *time.Time `json:"polled,omitempty" doc:"Time of the last poll"`
	Next   *time.Time `json:"next,omitempty" doc:"Time of the next poll"`
	Error  string     `json:"error,omitempty" doc:"Why the last poll failed"`
}

// Job is an input of a collection in the queue, or one that was imported.
type Job struct {
	ID      int64      `json:"id"`
	State   string     `json:"state" enum:"waiting,working,done,failed,cancelled"`
	Step    string     `json:"step,omitempty" doc:"What is being done: fetch, read or parse"`
	Name    string     `json:"name" doc:"Title, file name or URL"`
	Reason  string     `json:"reason,omitempty" doc:"Why it failed or is tried again"`
	Article string     `json:"article,omitempty" doc:"Identifier of the article that it became"`
	Next    *time.Time `json:"next,omitempty" doc:"When it is carried out, if it waits for a time"`
	Queued  time.Time  `json:"queued"`
}

// optional returns a time, or nil if it is zero.
func optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func newJob(i *importer.Import) Job {
	return Job{i.ID, string(i.State), string(i.Step), i.Name, i.Reason, i.Article, optional(i.Next), i.Queued.UTC()}
}

// Jobs are the most recent jobs with the number of all.
type Jobs struct {
	Items  []Job          `json:"items" doc:"At most 100, the most recent first"`
	Counts map[string]int `json:"counts" doc:"Number of all jobs by state"`
}

// Added is what became of an input.
type Added struct {
	Job       int64 `json:"job,omitempty" doc:"Identifier of the job; absent if nothing was queued"`
	Duplicate bool  `json:"duplicate" doc:"The collection already has it"`
}

const importsTag = "Imports"

// importOperation returns an operation that needs a collection to which something can be added.
func importOperation(id, method, path, summary, description string) huma.Operation {
	op := operation(id, method, path, importsTag, summary, description)
	if !slices.Contains(op.Errors, http.StatusForbidden) {
		op.Errors = append(op.Errors, http.StatusForbidden)
	}
	return op
}

func (a *API) registerFeeds() {
	huma.Register(a.huma, importOperation("list-feeds", http.MethodGet, "/collections/{collection}/feeds", "List the feeds", "Returns the feeds that a collection follows, by title."), a.listFeeds)
	huma.Register(a.huma, importOperation("follow-feed", http.MethodPost, "/collections/{collection}/feeds", "Follow a feed", "Follows a feed from now on: its articles are added as they appear. The address may also be that of an article or of a list of feeds (OPML)."), a.follow)
	huma.Register(a.huma, importOperation("unfollow-feed", http.MethodDelete, "/collections/{collection}/feeds", "Stop following a feed", "Stops following a feed. Its articles stay."), a.unfollow)
}

func (a *API) registerJobs() {
	huma.Register(a.huma, importOperation("create-collection", http.MethodPost, "/collections", "Create a collection", "Creates an empty collection."), a.createCollection)
	huma.Register(a.huma, importOperation("list-jobs", http.MethodGet, "/collections/{collection}/jobs", "List the jobs", "Returns what was added to a collection and is fetched, read and parsed, or was."), a.listJobs)
	huma.Register(a.huma, importOperation("add", http.MethodPost, "/collections/{collection}/jobs", "Add an article", "Queues a text, or the URL of an article, to be added to a collection."), a.add)
	huma.Register(a.huma, importOperation("cancel-job", http.MethodPost, "/collections/{collection}/jobs/{job}/cancel", "Cancel a job", "Removes a job from the queue. One that is done stays as it is."), a.cancelJob)
	huma.Register(a.huma, importOperation("retry-job", http.MethodPost, "/collections/{collection}/jobs/{job}/retry", "Retry a job", "Queues a job that failed or was canceled again."), a.retryJob)
}

// CollectionInput is the collection of a request.
type CollectionInput struct {
	Collection string `path:"collection" doc:"Name of the collection" maxLength:"64"`
}

func (a *API) listFeeds(ctx context.Context, in *CollectionInput) (*body[list[Feed]], error) {
	name, err := a.importing(ctx, in.Collection)
	if err != nil {
		return nil, err
	}
	all, err := a.Importer.Feeds(ctx, name)
	if err != nil {
		return nil, a.problem(err)
	}
	out := make([]Feed, len(all))
	for i, f := range all {
		out[i] = Feed{f.URL, f.Title, optional(f.Polled), optional(f.Next), f.Error}
	}
	return page(out, "", len(out)), nil
}

func (a *API) follow(ctx context.Context, in *struct {
	KeyInput
	CollectionInput
	Body struct {
		URL string `json:"url" format:"uri" doc:"Address of the feed" maxLength:"2000" example:"https://example.org/feed.xml"`
	}
}) (*body[Added], error) {
	return a.addURL(ctx, in.Collection, in.Body.URL)
}

// addURL adds a URL to a collection.
func (a *API) addURL(ctx context.Context, collection, address string) (*body[Added], error) {
	name, err := a.importing(ctx, collection)
	if err != nil {
		return nil, err
	}
	if !a.FetchURLs {
		return nil, a.problem(geo.Errorf(geo.ErrForbidden, "this server fetches no addresses"))
	}
	result, err := a.Importer.AddURL(ctx, name, address)
	if err != nil {
		return nil, a.problem(err)
	}
	return &body[Added]{Added{result.ID, result.Duplicate}}, nil
}

func (a *API) unfollow(ctx context.Context, in *struct {
	KeyInput
	CollectionInput
	URL string `query:"url" required:"true" doc:"Address of the feed" maxLength:"2000"`
}) (*struct{}, error) {
	name, err := a.importing(ctx, in.Collection)
	if err == nil {
		if err = a.Importer.Unfollow(ctx, name, in.URL); err != nil {
			err = a.problem(err)
		}
	}
	return nil, err
}

func (a *API) createCollection(ctx context.Context, in *struct {
	KeyInput
	Body struct {
		Name  string `json:"name" doc:"Name in addresses" minLength:"1" maxLength:"64" pattern:"^[a-z0-9][a-z0-9-]*$"`
		Title string `json:"title,omitempty" maxLength:"200"`
	}
}) (*body[CollectionName], error) {
	if a.Importer == nil {
		return nil, a.problem(geo.Errorf(geo.ErrForbidden, "nothing can be added on this server"))
	}
	if _, _, err := a.Find(ctx, in.Body.Name); err == nil {
		return nil, huma.Error409Conflict("There is already a collection with this name.")
	}
	if err := a.Importer.NewCollection(ctx, in.Body.Name, in.Body.Title); err != nil {
		return nil, a.problem(err)
	}
	return &body[CollectionName]{CollectionName{in.Body.Name}}, nil
}

// CollectionName is the name of a collection that was created.
type CollectionName struct {
	Name string `json:"name"`
}

func (a *API) listJobs(ctx context.Context, in *struct {
	CollectionInput
	State string `query:"state" doc:"Jobs in this state only" enum:"waiting,working,done,failed,cancelled"`
}) (*body[Jobs], error) {
	name, err := a.importing(ctx, in.Collection)
	if err != nil {
		return nil, err
	}
	all, err := a.Importer.Imports(ctx, name, importer.State(in.State))
	if err != nil {
		return nil, a.problem(err)
	}
	out := Jobs{Items: make([]Job, len(all.Recent)), Counts: map[string]int{}}
	for i := range all.Recent {
		out.Items[i] = newJob(&all.Recent[i])
	}
	for state, n := range all.Counts {
		out.Counts[string(state)] = n
	}
	return &body[Jobs]{out}, nil
}

func (a *API) add(ctx context.Context, in *struct {
	KeyInput
	CollectionInput
	Body struct {
		URL       string `json:"url,omitempty" doc:"Address of an article to fetch; with a text, where it is from" maxLength:"2000"`
		Text      string `json:"text,omitempty" doc:"The text of an article" maxLength:"900000"`
		Title     string `json:"title,omitempty" maxLength:"1000"`
		Publisher string `json:"publisher,omitempty" maxLength:"1000"`
		Published string `json:"published,omitempty" doc:"Day of publication" format:"date"`
	}
}) (*body[Added], error) {
	b := &in.Body
	switch {
	case b.Text == "" && b.URL == "":
		return nil, huma.Error422UnprocessableEntity("Give a text or a URL.")
	case b.Text == "":
		return a.addURL(ctx, in.Collection, b.URL)
	}
	name, err := a.importing(ctx, in.Collection)
	if err != nil {
		return nil, err
	}
	result, err := a.Importer.AddText(ctx, name, importer.Text{Title: b.Title, Publisher: b.Publisher, Published: b.Published, URL: b.URL, Body: b.Text})
	if err != nil {
		return nil, a.problem(err)
	}
	return &body[Added]{Added{result.ID, result.Duplicate}}, nil
}

// JobInput is the job of a request.
type JobInput struct {
	KeyInput
	CollectionInput
	Job int64 `path:"job" doc:"Identifier of the job" minimum:"1"`
}

func (a *API) cancelJob(ctx context.Context, in *JobInput) (*struct{}, error) {
	return nil, a.changeJob(ctx, in, Importer.Cancel)
}

func (a *API) retryJob(ctx context.Context, in *JobInput) (*struct{}, error) {
	return nil, a.changeJob(ctx, in, Importer.Retry)
}

func (a *API) changeJob(ctx context.Context, in *JobInput, change func(Importer, context.Context, string, int64) error) error {
	name, err := a.importing(ctx, in.Collection)
	if err != nil {
		return err
	}
	if err := change(a.Importer, ctx, name, in.Job); err != nil {
		return a.problem(err)
	}
	return nil
}

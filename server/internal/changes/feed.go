package changes

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/internal/site"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/server/view/editing"
)

// atomFeed is a feed in the format of RFC 4287 with points of GeoRSS-Simple.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	GeoRSS  string      `xml:"xmlns:georss,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Updated   string      `xml:"updated"`
	Author    *atomAuthor `xml:"author"`
	Link      atomLink    `xml:"link"`
	Published string      `xml:"published,omitempty"`
	Summary   string      `xml:"summary,omitempty"`
	Point     string      `xml:"georss:point,omitempty"`
	updated   time.Time
}

// changesFeed writes what changed as an Atom feed of the selection.
func (s *handlers) changesFeed(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	c, err := s.feedChanges(r, sc)
	if err != nil {
		return err
	}
	base := s.PublicURL(r)
	self := base + editing.ChangesQuery(sc.Links, ".atom", r.URL.Query())
	feed := atomFeed{
		GeoRSS: "http://www.georss.org/georss", ID: base + editing.ChangesQuery(sc.Links, ".atom", selectionOf(r)), Title: sc.Collection.Title + ": what changed",
		Author: atomAuthor{sc.Collection.Title},
		Links: []atomLink{
			{"self", "application/atom+xml", self}, {"alternate", "text/html", base + editing.ChangesQuery(sc.Links, "", selectionOf(r))},
		},
	}
	for i := range c.articles {
		feed.Entries = append(feed.Entries, s.articleEntry(sc, base, &c.articles[i], c))
	}
	for i := range c.readings {
		feed.Entries = append(feed.Entries, s.readingEntry(r, sc, base, &c.readings[i], c))
	}
	slices.SortStableFunc(feed.Entries, func(a, b atomEntry) int { return b.updated.Compare(a.updated) })
	updated := c.since
	for i := range feed.Entries {
		if feed.Entries[i].updated.After(updated) {
			updated = feed.Entries[i].updated
		}
	}
	feed.Updated = updated.UTC().Format(time.RFC3339)
	b, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		return err
	}
	if s.NotModified(w, r, string(b)) {
		return nil
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_, err = w.Write(append([]byte(xml.Header), b...))
	return site.ClientGone(err)
}

// articleEntry describes an article that was added. The feed has no time of its addition, so it is that of publication, or the beginning.
func (s *handlers) articleEntry(sc *site.Scope, base string, row *store.ArticleRow, c *collectionChanges) atomEntry {
	title := view.Title(&geo.Article{Title: row.Title, Source: row.Source, Text: row.Start})
	at := c.since
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, row.Published); err == nil && t.After(at) && t.Before(time.Now()) {
			at = t
			break
		}
	}
	address := base + sc.Links.Article(row.ID)
	return atomEntry{
		ID: address, Title: "New article: " + xmlText(title), Updated: at.UTC().Format(time.RFC3339), updated: at,
		Link:    atomLink{"alternate", "text/html", address},
		Summary: xmlText(strings.TrimSpace(row.Publisher + " " + view.Count(row.Mentions, "mention", "mentions"))),
	}
}

// readingEntry describes a reading that changed.
func (s *handlers) readingEntry(r *http.Request, sc *site.Scope, base string, rd *store.Reading, c *collectionChanges) atomEntry {
	before, after := editing.State(&rd.Before), editing.State(&rd.After)
	if before == "" {
		before = "not found"
	}
	if after == "" {
		after = "not a place"
	}
	address := base + sc.Links.MentionOf(rd.Article, view.PlainMention(rd.Mention))
	e := atomEntry{
		ID: address + "#" + strconv.FormatInt(rd.At.UnixMilli(), 10), Title: xmlText("“" + rd.Phrase + "”: " + before + " → " + after),
		Updated: rd.At.UTC().Format(time.RFC3339), updated: rd.At, Link: atomLink{"alternate", "text/html", address}, Summary: xmlText(causeWords[rd.Cause]),
	}
	if rd.Author != "" {
		e.Author = &atomAuthor{xmlText(rd.Author)}
	}
	if at := s.readingPoint(r.Context(), c, rd); at != nil {
		e.Point = strconv.FormatFloat(at.Coordinates[1], 'f', 5, 64) + " " + strconv.FormatFloat(at.Coordinates[0], 'f', 5, 64)
	}
	return e
}

// causeWords are the words for causes.
var causeWords = map[store.Cause]string{
	store.CauseDecision: "Corrected by a person", store.CauseUndo: "A correction was taken back", store.CauseParse: "Read again with another gazetteer or model",
}

// xmlText removes the characters that XML does not allow.
func xmlText(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, text)
}

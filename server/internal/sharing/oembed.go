package sharing

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/server/edition"
	"dateline/server/internal/site"
	"dateline/server/view"
)

// The size of an embedded map unless the consumer has less room, in pixels.
const (
	embedWidth  = 680
	embedHeight = 480
)

// embedded is a page that can be embedded.
type embedded struct {
	title string
	// src is the path of the embedded page, and card that of its pictures before their width, or empty.
	src, card string
}

// oEmbedResponse is a response of the type "rich" (oEmbed 1.0, section 2.3.4.4).
type oEmbedResponse struct {
	XMLName         xml.Name `json:"-" xml:"oembed"`
	Version         string   `json:"version" xml:"version"`
	Type            string   `json:"type" xml:"type"`
	Title           string   `json:"title" xml:"title"`
	ProviderName    string   `json:"provider_name" xml:"provider_name"`
	ProviderURL     string   `json:"provider_url" xml:"provider_url"`
	CacheAge        int      `json:"cache_age" xml:"cache_age"` // seconds
	HTML            string   `json:"html" xml:"html"`
	Width           int      `json:"width" xml:"width"`
	Height          int      `json:"height" xml:"height"`
	ThumbnailURL    string   `json:"thumbnail_url,omitempty" xml:"thumbnail_url,omitempty"`
	ThumbnailWidth  int      `json:"thumbnail_width,omitempty" xml:"thumbnail_width,omitempty"`
	ThumbnailHeight int      `json:"thumbnail_height,omitempty" xml:"thumbnail_height,omitempty"`
}

// oEmbed answers how a page of this server is embedded.
func (s *handlers) oEmbed(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	format := q.Get("format")
	if format != "" && format != "json" && format != "xml" {
		return site.Errorf(site.ErrNotImplemented, "The format %q is not offered. Use json or xml.", format)
	}
	width, err := pixels(q, "maxwidth", embedWidth)
	if err != nil {
		return err
	}
	height, err := pixels(q, "maxheight", embedHeight)
	if err != nil {
		return err
	}
	if q.Get("url") == "" {
		return site.Errorf(geo.ErrInput, "Give the address of a page of this server as the parameter url.")
	}
	e, err := s.embeddedPage(r, q.Get("url"))
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(s.PublicURL(r), "/")
	out := oEmbedResponse{
		Version: "1.0", Type: "rich", Title: e.title, ProviderName: "Dateline", ProviderURL: base + "/", CacheAge: 3600,
		HTML: view.EmbedFrame(base+e.src, e.title, strconv.Itoa(width), height), Width: width, Height: height,
	}
	room := func(name string) int {
		if n, err := strconv.Atoi(q.Get(name)); err == nil {
			return n
		}
		return 1 << 20
	}
	for _, n := range edition.Cards() {
		if n <= room("maxwidth") && edition.CardHeight(n) <= room("maxheight") {
			out.ThumbnailURL, out.ThumbnailWidth, out.ThumbnailHeight = fmt.Sprintf("%s%s", base, strings.Replace(e.card, "WIDTH", strconv.Itoa(n), 1)), n, edition.CardHeight(n)
			break
		}
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	if format == "xml" {
		h.Set("Content-Type", "text/xml; charset=utf-8")
		_, _ = w.Write([]byte(xml.Header)) // fails only when the client is gone
		return site.ClientGone(xml.NewEncoder(w).Encode(out))
	}
	h.Set("Content-Type", "application/json")
	return site.ClientGone(json.NewEncoder(w).Encode(out))
}

// pixels returns a maximum of a request, at most the usual size.
func pixels(q url.Values, name string, usual int) (int, error) {
	text := q.Get(name)
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, site.Errorf(geo.ErrInput, "%s=%s is not a number of pixels.", name, text)
	}
	return min(n, usual), nil
}

// embeddedPage returns what the page at an address of this server shows.
func (s *handlers) embeddedPage(r *http.Request, address string) (*embedded, error) {
	missing := site.Errorf(geo.ErrNotFound, "This server has no page to embed at this address.")
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return nil, missing
	}
	base, err := url.Parse(s.PublicURL(r))
	if err != nil || !strings.EqualFold(u.Host, base.Host) && !strings.EqualFold(u.Host, r.Host) {
		return nil, missing
	}
	path := strings.TrimPrefix(strings.TrimSuffix(u.EscapedPath(), "/"), "/embed")
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i := range parts {
		if parts[i], err = url.PathUnescape(parts[i]); err != nil {
			return nil, missing
		}
	}
	if len(parts) < 2 {
		return nil, missing
	}
	query := ""
	if u.RawQuery != "" {
		query = "?" + u.Query().Encode()
	}
	switch {
	case parts[0] == "p":
		return s.embeddedEdition(r.Context(), parts[1:], missing)
	case parts[0] == "c" && (len(parts) == 2 || len(parts) == 4 && parts[2] == "articles"):
		db, c, err := s.Find(r.Context(), parts[1])
		if err != nil {
			return nil, err
		}
		e := &embedded{title: c.Title, src: "/embed" + path + query, card: path + "/card-WIDTH.png" + query}
		if len(parts) == 4 {
			p, err := db.Article(r.Context(), c.Name, parts[3])
			if err != nil {
				return nil, site.Explain(err, site.NoArticle)
			}
			e.title = view.Title(&p.Article)
		}
		return e, nil
	}
	return nil, missing
}

// embeddedEdition returns a publication, or one of its editions.
func (s *handlers) embeddedEdition(ctx context.Context, parts []string, missing error) (*embedded, error) {
	if s.Store == nil || len(parts) > 3 {
		return nil, missing
	}
	p, err := s.Store.Publication(ctx, parts[0])
	if err != nil {
		return nil, site.Explain(err, noPublication)
	}
	if !p.Withdrawn.IsZero() || len(p.Editions) == 0 {
		return nil, missing
	}
	number, src := len(p.Editions), edition.Path(p.ID)+"/embed"
	if len(parts) > 1 && parts[1] != "embed" {
		number, err = strconv.Atoi(parts[1])
		if err != nil || number < 1 || number > len(p.Editions) {
			return nil, missing
		}
		src = edition.Root(p.ID, number) + "/embed"
	}
	e := &p.Editions[number-1]
	return &embedded{title: e.Title, src: src, card: edition.Root(p.ID, number) + "/card-WIDTH.png"}, nil
}

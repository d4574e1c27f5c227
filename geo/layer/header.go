package layer

import (
	"fmt"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// Header is the provenance of an export: what is in it and what it was made from. Every
// format contains it.
type Header struct {
	// Title is the title of the collection, or "".
	Title string
	// Selection is the selection in words, or "" for all mentions.
	Selection string
	// Edition names the edition and its address, or is "" for a live export.
	Edition string
	// Created is the time of the export (RFC 3339), or "" so that the same content gives the
	// same bytes.
	Created string
	// Cap is the finest precision of the export.
	Cap Cap
	// Articles is the number of articles.
	Articles int
	// Ledger counts all mentions of the selection by outcome, those without a place
	// included.
	Ledger   geo.Ledger
	Versions geo.Versions
	// History reports whether any article was resolved with the history of its publisher.
	History bool
	// Sources are the data sources with their licenses.
	Sources []gazetteer.SourceInfo
}

// Statement is a line of a header in words.
type Statement struct{ Label, Text string }

// Statements returns the header in words for people, without the title.
func (h *Header) Statements() []Statement {
	selection := h.Selection
	if selection == "" {
		selection = "all mentions"
	}
	out := []Statement{{"Selection", selection}}
	add := func(label, text string) {
		if text != "" {
			out = append(out, Statement{label, text})
		}
	}
	add("Edition", h.Edition)
	add("Created", h.Created)
	add("Precision", h.Cap.Statement())
	if h.Articles > 0 {
		add("Articles", fmt.Sprint(h.Articles))
	}
	add("Mentions", LedgerWords(h.Ledger))
	if h.History {
		add("History", "Articles were resolved with the places that other articles of the same publisher name.")
	}
	add("Made with", h.versions())
	for _, s := range h.Sources {
		add("Source", SourceWords(s))
	}
	return out
}

// versions returns the versions in words.
func (h *Header) versions() string {
	var out strings.Builder
	out.WriteString("Dateline")
	for _, v := range []struct{ name, version string }{{"gazetteer", h.Versions.Gazetteer}, {"recognizer", h.Versions.Recognizer}, {"resolver", h.Versions.Resolver}} {
		if v.version != "" {
			out.WriteString(", " + v.name + " " + v.version)
		}
	}
	return out.String()
}

// SourceWords returns a data source in words, with its license and address.
func SourceWords(s gazetteer.SourceInfo) string {
	out := s.Name
	for _, part := range []string{s.Version, s.Attribution, s.License, s.URL} {
		if part != "" && !strings.Contains(out, part) {
			out += ", " + part
		}
	}
	return out
}

// LedgerWords returns a ledger in words: "143: 118 placed, 9 countries, 11 ambiguous, 5
// not in the gazetteer".
func LedgerWords(l geo.Ledger) string {
	var out []string
	for _, c := range []struct {
		n     int
		words string
	}{
		{l.Placed, "placed"}, {l.Countries, "countries or regions"}, {l.Ambiguous, "ambiguous"}, {l.Approximate, "approximate"}, {l.Missing, "not in the gazetteer"},
	} {
		if c.n > 0 {
			out = append(out, fmt.Sprintf("%d %s", c.n, c.words))
		}
	}
	if len(out) == 0 {
		return fmt.Sprint(l.Mentions)
	}
	return fmt.Sprintf("%d: %s", l.Mentions, strings.Join(out, ", "))
}

// provenance is the header as JSON. The members are those of a GeoJSON feature
// collection.
type provenance struct {
	Title       string                 `json:"title,omitempty"`
	GeneratedBy string                 `json:"generated_by"`
	Selection   string                 `json:"selection,omitempty"`
	Edition     string                 `json:"edition,omitempty"`
	Created     string                 `json:"created,omitempty"`
	Cap         Cap                    `json:"precision_cap,omitempty"`
	CapWords    string                 `json:"precision_note,omitempty"`
	Articles    int                    `json:"articles"`
	Ledger      geo.Ledger             `json:"ledger"`
	Versions    geo.Versions           `json:"versions"`
	History     bool                   `json:"history,omitempty"`
	Attribution []gazetteer.SourceInfo `json:"attribution"`
}

func (h *Header) provenance() provenance {
	sources := h.Sources
	if sources == nil {
		sources = []gazetteer.SourceInfo{}
	}
	return provenance{
		Title: h.Title, GeneratedBy: "Dateline", Selection: h.Selection, Edition: h.Edition, Created: h.Created, Cap: h.Cap, CapWords: h.Cap.Statement(),
		Articles: h.Articles, Ledger: h.Ledger, Versions: h.Versions, History: h.History, Attribution: sources,
	}
}

// JSON returns the header as a JSON object.
func (h *Header) JSON() ([]byte, error) { return marshal(h.provenance()) }

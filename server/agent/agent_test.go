package agent_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
	"dateline/server/agent"
	"dateline/server/export"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// parser finds the names of the fixture's places.
type parser struct{}

func (parser) Parse(_ context.Context, a geo.Article) (*geo.Parsed, error) {
	if strings.Contains(a.Text, "unreadable") {
		return nil, errors.New("the article cannot be read")
	}
	var all []layertest.Mention
	for word := range strings.FieldsSeq(a.Text) {
		word = strings.Trim(word, ".,")
		if p := layertest.Place(word); p.ID != "" {
			outcome := geo.OutcomePlaced
			if word == "Paris" {
				outcome = geo.OutcomeAmbiguous
			}
			all = append(all, layertest.Mention{Phrase: word, Place: word, Outcome: outcome})
		}
	}
	return layertest.Parsed(a, all...), nil
}

type gazetteer struct{}

func (gazetteer) Matches(name string, _, limit int) []geo.Place {
	if p := layertest.Place(name); p.ID != "" && limit > 0 {
		return []geo.Place{p}
	}
	return nil
}

// session returns a client that is connected to a server.
func session(t *testing.T, collections agent.Collections) *mcp.ClientSession {
	t.Helper()
	server := agent.New(agent.Config{
		Parser: parser{}, Gazetteer: gazetteer{}, Collections: collections, Version: "test",
		Origin: export.Origin{Outline: layertest.Outline, Versions: geo.Versions{Gazetteer: "g1"}},
		Layer: func(title string, all []*geo.Parsed) *layer.Set {
			return &layer.Set{Title: title, Parsed: all, Outline: layertest.Outline}
		},
	})
	here, there := mcp.NewInMemoryTransports()
	if _, err := server.Connect(t.Context(), there, nil); err != nil {
		t.Fatal(err)
	}
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), here, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

// call calls a tool and returns its structured content as JSON, or the text of its error.
func call(t *testing.T, c *mcp.ClientSession, tool string, arguments map[string]any) (content string, failed bool, result *mcp.CallToolResult) {
	t.Helper()
	result, err := c.CallTool(t.Context(), &mcp.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		return err.Error(), true, nil
	}
	b, err := json.Marshal(result.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	if result.IsError {
		return result.Content[0].(*mcp.TextContent).Text, true, result
	}
	return string(b), false, result
}

func TestToolsOfTexts(t *testing.T) {
	c := session(t, nil)
	list, err := c.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
		if !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s is not marked as reading only", tool.Name)
		}
	}
	if got := strings.Join(names, " "); got != "explain export geoparse lookup" {
		t.Errorf("the tools are %s", got)
	}
	const text = "Émissaires met in Kabul. Paris was silent."
	for _, tt := range []struct {
		tool      string
		arguments map[string]any
		want      []string
		failed    bool
	}{
		{"geoparse", map[string]any{"text": text}, []string{`"phrase":"Kabul"`, `"start":18`, `"lat":34.528131`, `"outcome":"ambiguous"`, `"ledger":{`}, false},
		{"geoparse", map[string]any{"text": " "}, []string{"the text is empty"}, true},
		{"geoparse", map[string]any{"text": strings.Repeat("a", 1<<20+1)}, []string{"give a part of it"}, true},
		{"geoparse", map[string]any{"text": "unreadable"}, []string{"cannot be read"}, true},
		{"lookup", map[string]any{"name": "Kabul"}, []string{`"place":"geonames:1138958"`, `"where":"Kabul, Kabul District, Kabul Province, Afghanistan"`}, false},
		{"lookup", map[string]any{"name": "Nowhere", "limit": 3}, []string{`"places":[]`}, false},
		{"explain", map[string]any{"text": text, "phrase": "kabul"}, []string{`"why":["the only place of that name"]`, `"passage":"` + text}, false},
		{"explain", map[string]any{"text": text, "phrase": "Paris"}, []string{`"outcome":"ambiguous"`, `"score":0.3`}, false},
		{"explain", map[string]any{"text": text, "phrase": "London"}, []string{"was not read as a place"}, true},
		{"export", map[string]any{"text": text, "format": "shp"}, []string{`no format "shp"`}, true},
		{"export", map[string]any{"collection": "talks", "format": "csv"}, []string{"no store"}, true},
	} {
		got, failed, _ := call(t, c, tt.tool, tt.arguments)
		for _, want := range tt.want {
			if !strings.Contains(got, want) || failed != tt.failed {
				t.Errorf("%s %.80v returns %.500s, want %s", tt.tool, tt.arguments, got, want)
			}
		}
	}
}

func TestExport(t *testing.T) {
	c := session(t, nil)
	for format, text := range map[string]bool{"geojson": true, "csv": true, "kml": true, "stix": true, "markdown": true, "gpkg": false, "docx": false} {
		_, failed, result := call(t, c, "export", map[string]any{"text": "They met in Kabul.", "title": "Talks", "format": format, "precision": "none"})
		if failed {
			t.Fatalf("%s failed", format)
		}
		r := result.Content[0].(*mcp.EmbeddedResource).Resource
		if (r.Text != "") != text || (len(r.Blob) > 0) == text || text && !strings.Contains(r.Text, "Kabul") {
			t.Errorf("%s is %q with %d bytes", format, r.Text, len(r.Blob))
		}
	}
	if _, _, result := call(t, c, "export", map[string]any{"text": "They met in Kabul.", "format": "geojson", "precision": "country"}); strings.Contains(result.Content[0].(*mcp.EmbeddedResource).Resource.Text, "34.528") {
		t.Error("a capped export contains the coordinates of Kabul")
	}
}

// collections is a store that fails.
type collections struct{ *store.DB }

func (collections) Collections(context.Context) ([]store.Summary, error) {
	return []store.Summary{{CollectionInfo: store.CollectionInfo{Name: "talks", Title: "Talks"}, Articles: 3, Places: 2}}, nil
}

func (collections) Select(_ context.Context, name string, _ selection.Selection) (*store.Result, error) {
	return nil, geo.Errorf(geo.ErrNotFound, "there is no collection %q", name)
}

func TestSearchListsCollections(t *testing.T) {
	c := session(t, collections{})
	if got, failed, _ := call(t, c, "search", nil); failed || !strings.Contains(got, `"name":"talks"`) {
		t.Errorf("search returns %s", got)
	}
	if got, failed, _ := call(t, c, "search", map[string]any{"collection": "x"}); !failed || !strings.Contains(got, `no collection "x"`) {
		t.Errorf("search returns %s", got)
	}
}

package resolve

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"dateline/geo"
)

// blind finds nothing.
type blind struct{}

func (blind) Recognize(context.Context, *geo.Article) (*geo.Recognition, error) {
	return &geo.Recognition{Language: "en"}, nil
}

// A recogniser that learnt from gold is too good on it: what another found before
// stands in for it, and what is learnt from keeps to the spans of gold.
func TestReadSetsTakesMentionsFoundBefore(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	gold := write("news.jsonl", `{"id":"a","text":"é Kabul city fell.","toponyms":[{"start":2,"end":7,"lat":34.5,"lon":69.2}]}`+"\n")
	write("found/news.jsonl", `{"id":"a","toponyms":[{"start":2,"end":12,"role":"associative","association":"metonym"}]}`+"\n")
	o := SetOptions{Train: []string{gold}, Mentions: filepath.Join(dir, "found")}
	sets, err := ReadSets(t.Context(), blind{}, nil, o)
	if err != nil {
		t.Fatal(err)
	}
	learnt, measured := sets[0].Examples[0].Recognition.Mentions[0], sets[0].Measured[0]
	if learnt.Phrase != "Kabul" || learnt.Association != geo.AssociationMetonym {
		t.Errorf("learns from %+v", learnt)
	}
	if m := measured.Recognition.Mentions[0]; m.Phrase != "Kabul city" || !measured.Truth[0].Known {
		t.Errorf("measures on %+v, %+v", m, measured.Truth)
	}
	write("found/news.jsonl", "")
	if _, err := ReadSets(t.Context(), blind{}, nil, o); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("without the article: error %v", err)
	}
}

package resolver

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"dateline/geo"
)

// emptyRecognizer finds no mentions.
type emptyRecognizer struct{}

func (emptyRecognizer) Recognize(context.Context, *geo.Article) (*geo.Recognition, error) {
	return &geo.Recognition{Language: "en"}, nil
}

// Predicted mentions replace the recognizer's in evaluation; training uses gold's spans.
func TestLoadCorporaWithPredictedMentions(t *testing.T) {
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
	o := CorpusOptions{Train: []string{gold}, Mentions: filepath.Join(dir, "found")}
	corpora, err := LoadCorpora(t.Context(), emptyRecognizer{}, nil, o)
	if err != nil {
		t.Fatal(err)
	}
	trained, evaluated := corpora[0].Examples[0].Recognition.Mentions[0], corpora[0].Eval[0]
	if trained.Phrase != "Kabul" || trained.Association != geo.AssociationMetonym {
		t.Errorf("trains on %+v", trained)
	}
	if m := evaluated.Recognition.Mentions[0]; m.Phrase != "Kabul city" || !evaluated.Truth[0].Known {
		t.Errorf("evaluates on %+v, %+v", m, evaluated.Truth)
	}
	write("found/news.jsonl", "")
	if _, err := LoadCorpora(t.Context(), emptyRecognizer{}, nil, o); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("without the article: error %v", err)
	}
}

// gzipped writes a gzipped file.
func gzipped(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestReadWOTR(t *testing.T) {
	dir := t.TempDir()
	gzipped(t, filepath.Join(dir, "wotr_train.tsv.gz"), "# doc 12-1\nFrom\tO\nNew\tB-LOC\nMadrid\tI-LOC\n,\tO\nand\tO\nMadrid\tB-LOC\n\n.\tO\n# doc 12-2\nNo\tO\n# doc 13-1\nCairo\tB-LOC\n")
	gzipped(t, filepath.Join(dir, "resolve", "wotr_train_coords.tsv.gz"), "12-1\tNew Madrid\t36.5\t-89.5\n12-1\tother\n12-1\tMadrid\tx\ty\n13-1\tCairo\t37\t-89\n")
	corpora, err := LoadCorpora(t.Context(), emptyRecognizer{}, nil, CorpusOptions{WOTR: dir})
	if err != nil {
		t.Fatal(err)
	}
	docs := corpora[0].Docs
	if len(docs) != 2 || docs[0].Text != "From New Madrid, and Madrid\n." || docs[0].Publisher != "War of the Rebellion, volume 12" {
		t.Fatalf("documents %+v", docs)
	}
	first, second := docs[0].Toponyms[0], docs[0].Toponyms[1]
	if first.Phrase != "New Madrid" || !first.HasPoint() || *first.Lat != 36.5 || second.Phrase != "Madrid" || second.HasPoint() {
		t.Errorf("toponyms %+v", docs[0].Toponyms)
	}
	if examples := TrainingExamples(corpora); len(examples) != 2 || !examples[0].Truth[0].Known || examples[0].Truth[1].Known {
		t.Errorf("examples %+v", examples)
	}
	if _, err := ReadWOTR(dir, "test"); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("a missing part: error %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "wotr_train.tsv.gz"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadWOTR(dir, "train"); !errors.Is(err, geo.ErrInput) {
		t.Errorf("a file that is not gzipped: error %v", err)
	}
}

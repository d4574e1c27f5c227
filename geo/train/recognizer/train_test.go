package recognizer

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/recognize"
)

// writeGzip writes a gzip-compressed file into a folder and returns its path.
func writeGzip(t *testing.T, dir, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// patternOptions writes corpora with one pattern of sentence and returns the options to train on them.
func patternOptions(t *testing.T) Options {
	t.Helper()
	dir := t.TempDir()
	places, persons := strings.Fields("Kabul Quetta Herat Rome Oslo Lima Cairo Tunis"), strings.Fields("Ann Bob Carl Dora Emil Fay Gus Hal")
	var tsv, gold strings.Builder
	for i := range 64 {
		place, person := places[i%8], persons[(i/8)%8]
		fmt.Fprintf(&tsv, "Mr.\tO\n%s\tB-PER\nsaid\tO\nthat\tO\ntroops\tO\nleft\tO\nfor\tO\n%s\tB-LOC\n.\tO\n\n", person, place)
		text := fmt.Sprintf("Mr. %s said that troops left for %s.", person, place)
		start := strings.Index(text, " for ") + len(" for ")
		fmt.Fprintf(&gold, `{"id":%d,"text":%q,"toponyms":[{"start":%d,"end":%d,"role":"literal"}]}`+"\n", i, text, start, start+len(place))
	}
	for _, c := range corpora {
		writeGzip(t, dir, strings.ReplaceAll(c.pattern, "*", "x"), tsv.String())
	}
	goldPath := filepath.Join(dir, "gold.jsonl")
	if err := os.WriteFile(goldPath, []byte(gold.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return Options{Corpora: dir, Gold: []string{goldPath}, Names: writeGzip(t, dir, "names.gz", "given\tAnn\nsurname\tBob\n")}
}

func TestTrainIsDeterministicAndGeneralizes(t *testing.T) {
	o := patternOptions(t)
	ctx := context.Background()
	model, err := Train(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(model, again) {
		t.Error("training twice on the same files gives different models")
	}
	m, err := recognize.LoadModel(model)
	if err != nil {
		t.Fatal(err)
	}
	rec, err := recognize.New(m, nil).Recognize(ctx, &geo.Article{Text: "Mr. Ilse said that troops left for Sana."})
	if err != nil || len(rec.Mentions) != 1 || rec.Mentions[0].Phrase != "Sana" {
		t.Errorf("recognized %+v, error %v", rec, err)
	}
	predictions, err := CrossValidate(ctx, model, o, nil, 4)
	if err != nil || len(predictions) != 1 {
		t.Fatalf("predictions %v, error %v", predictions, err)
	}
	r := eval.Score(predictions[0].Gold, eval.ByID(predictions[0].Predicted))
	correct, roles := r.Roles()
	if s := r.Scores; s.Documents != 64 || s.Recognized.F1() < 0.99 || s.Exact.F1() < 0.99 || roles == 0 || correct != roles {
		t.Errorf("scores %+v, roles %d of %d", s, correct, roles)
	}
}

func TestTrainErrors(t *testing.T) {
	ctx := context.Background()
	if _, err := Train(ctx, Options{Corpora: t.TempDir()}); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("without corpora: error %v", err)
	}
	o := patternOptions(t)
	o.Names = filepath.Join(t.TempDir(), "none")
	if _, err := Train(ctx, o); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without names: error %v", err)
	}
	o = patternOptions(t)
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Train(canceled, o); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: error %v", err)
	}
}

package recognizer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/langid"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
	"dateline/geo/recognize"
	"dateline/geo/recognize/recognizetest"
)

// yorubaOptions writes a corpus of Yoruba with one pattern of sentence and returns the options to train on it.
func yorubaOptions(t *testing.T) LanguageOptions {
	t.Helper()
	corpora, frequencies := t.TempDir(), t.TempDir()
	places, persons := strings.Fields("Lagos Ibadan Abuja Kano Jos Enugu Owo Ede"), strings.Fields("Ade Bola Chidi Dayo Emeka Femi Gbenga Hadiza")
	var tsv strings.Builder
	for i := range 120 {
		if i%4 == 0 {
			fmt.Fprintf(&tsv, "# doc train/d%d\n", i)
		}
		fmt.Fprintf(&tsv, "Ogbeni\tO\n%s\tB-PER\nlo\tO\nsi\tO\n%s\tB-LOC\nlana\tO\n.\tO\n\n", persons[(i/8)%8], places[i%8])
	}
	writeGzip(t, corpora, "yo-gv.tsv.gz", tsv.String())
	if err := os.WriteFile(filepath.Join(frequencies, "yo.txt"), []byte("lo\nsi\nlana\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return LanguageOptions{Corpora: corpora, Frequencies: frequencies, English: recognizetest.ModelFile(t)}
}

func TestTrainLanguage(t *testing.T) {
	o := yorubaOptions(t)
	var log strings.Builder
	o.Log = &log
	ctx := context.Background()
	model, err := TrainLanguage(ctx, "yo", o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := TrainLanguage(ctx, "yo", o)
	if err != nil || !bytes.Equal(model, again) {
		t.Errorf("training twice on the same files gives different models, error %v", err)
	}
	if !strings.Contains(log.String(), "yo yo-gv  0.0: P 1.000 R 1.000 F1 1.000") {
		t.Errorf("the log is\n%s", log.String())
	}
	o.Tenth = 3
	if other, err := TrainLanguage(ctx, "yo", o); err != nil || bytes.Equal(model, other) {
		t.Errorf("training without another tenth gives the same model, error %v", err)
	}
	m, err := multilingual.Decode(model)
	if err != nil {
		t.Fatal(err)
	}
	if rank := uint8(m.Frequencies.Lookup(tagger.HashLower("si"))); rank != 1 {
		t.Errorf("the frequency class of a frequent word is %d", rank)
	}
	english := recognizetest.Model(t)
	r := recognize.New(english, nil, recognize.WithLanguages(func(language string) []byte {
		if language == "yo" {
			return model
		}
		return nil
	}))
	rec, err := r.Recognize(ctx, &geo.Article{Language: "yo", Text: "Ogbeni Ilesanmi lo si Osogbo lana."})
	if err != nil || len(rec.Mentions) != 1 || rec.Mentions[0].Phrase != "Osogbo" || rec.Model != "tagger" {
		t.Errorf("recognized %+v, error %v", rec, err)
	}
}

func TestTrainLanguageWithClasses(t *testing.T) {
	o := yorubaOptions(t)
	o.Classes = t.TempDir()
	ctx := context.Background()
	train := func(classes string) (*multilingual.Model, error) {
		if err := os.WriteFile(filepath.Join(o.Classes, "yo.txt"), []byte(classes), 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := TrainLanguage(ctx, "yo", o)
		if err != nil {
			return nil, err
		}
		return multilingual.Decode(b)
	}
	m, err := train("lagos\t3\nibadan\t3\nsi\t255\n")
	if err != nil {
		t.Fatal(err)
	}
	c := multilingual.Context{Classes: m.Classes}
	if c.Class(tagger.HashLower("Ibadan")) != 3 || c.Class(tagger.HashLower("si")) != multilingual.MaxClass {
		t.Error("the model has other classes than the file")
	}
	for _, classes := range []string{"lagos", "lagos\t0", "lagos\t256", "lagos\tcity"} {
		if _, err := train(classes); !errors.Is(err, geo.ErrInput) {
			t.Errorf("%q: error %v", classes, err)
		}
	}
}

func TestTrainLanguageErrors(t *testing.T) {
	ctx := context.Background()
	o := yorubaOptions(t)
	if _, err := TrainLanguage(ctx, "xx", o); !errors.Is(err, geo.ErrInput) {
		t.Errorf("an unknown language: error %v", err)
	}
	if _, err := TrainLanguage(ctx, "ha", o); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without a corpus: error %v", err)
	}
	other := o
	other.Tenth = 10
	if _, err := TrainLanguage(ctx, "yo", other); !errors.Is(err, geo.ErrInput) {
		t.Errorf("a tenth that does not exist: error %v", err)
	}
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := TrainLanguage(canceled, "yo", o); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: error %v", err)
	}
	o.English = nil
	if _, err := TrainLanguage(ctx, "yo", o); !errors.Is(err, geo.ErrCorrupt) {
		t.Errorf("without the model of English: error %v", err)
	}
}

func TestLanguageWithoutCorpus(t *testing.T) {
	o := yorubaOptions(t)
	if err := os.WriteFile(filepath.Join(o.Frequencies, "lt.txt"), []byte("ir\nkad\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := TrainLanguage(context.Background(), "lt", o)
	if err != nil {
		t.Fatal(err)
	}
	m, err := multilingual.Decode(b)
	if err != nil || m.Trained() || m.Frequencies.Lookup(tagger.HashLower("kad")) == 0 {
		t.Errorf("the model of a language without a corpus is %+v, error %v", m, err)
	}
}

func TestCountWords(t *testing.T) {
	words := countWords([]sentence{{text: "Kabul ni Kabul ni aa", names: []labeledName{{geo.Span{Start: 0, End: 5}, tagger.BeginPlace}}}, {text: "aa bb"}})
	if got := strings.Join(words, " "); got != "aa ni" {
		t.Errorf("the words are %q", got)
	}
}

func TestTrainIdentifier(t *testing.T) {
	o := yorubaOptions(t)
	for i := range languageModels {
		for _, c := range languageModels[i].corpora {
			if c.name != "yo-gv" {
				writeGzip(t, o.Corpora, c.name+".tsv.gz", "Kabul\tB-LOC\n\n")
			}
		}
	}
	b, err := TrainIdentifier(o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := langid.Decode(b); err != nil {
		t.Error(err)
	}
}

func TestIsRoute(t *testing.T) {
	for name, want := range map[string]bool{
		"A45": true, "#S7": true, "B 254": true, "RE-2": true, "S 8": true,
		"Kabul": false, "E": false, "": false, "12": false, "#": false, "Halle 13": false, "Flughafen B5": false, "ABCD12": false,
	} {
		if got := isRoute(name); got != want {
			t.Errorf("isRoute(%q) = %t, want %t", name, got, want)
		}
	}
}

package recognizer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/multilingual"
	"dateline/geo/recognize/recognizetest"
)

// italianOptions writes two corpora of Italian and news, with one pattern of sentence each, and returns the options to train
// on them.
func italianOptions(t *testing.T) LanguageOptions {
	t.Helper()
	o := LanguageOptions{Corpora: t.TempDir(), Frequencies: t.TempDir(), News: t.TempDir(), English: recognizetest.ModelFile(t)}
	places, persons := strings.Fields("Bari Ostia Prato Lodi Nuoro Crema Fano Cuneo Terni Asti"), strings.Fields("Sandro Piero Chiara Elisa Dario Fulvia")
	write := func(name, pattern string) {
		var tsv strings.Builder
		for i := range 160 {
			if i%4 == 0 {
				fmt.Fprintf(&tsv, "# doc train/d%d\n", i)
			}
			fmt.Fprintf(&tsv, pattern, persons[i/8%6], places[i%10])
		}
		writeGzip(t, o.Corpora, name+".tsv.gz", tsv.String())
	}
	write("it-europarl", "ieri\tO\n%s\tB-PER\nha\tO\nlasciato\tO\nla\tO\ncittà\tO\ndi\tO\n%s\tB-LOC\n.\tO\n\n")
	write("it-xlime", "oggi\tO\n%s\tB-PER\nè\tO\narrivata\tO\ncon\tO\nil\tO\ntreno\tO\na\tO\n%s\tB-LOC\n.\tO\n\n")
	if err := os.WriteFile(filepath.Join(o.Frequencies, "it.txt"), []byte("ha\noggi\nieri\nla\ndi\na\nè\ncon\nil\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	news := "## \n{Bari|IT} ha annunciato che <Piero Neri|P> lascia [Prato|IT].\n\nIl <Fano Calcio|O> ha vinto a [Lodi|IT].\n"
	if err := os.WriteFile(filepath.Join(o.News, "it.train.txt"), []byte(news), 0o600); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestCrossValidateLanguage(t *testing.T) {
	o := italianOptions(t)
	ctx := context.Background()
	scores, err := CrossValidateLanguage(ctx, "it", o, 2)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := WriteFolds(&b, "it", scores); err != nil {
		t.Fatal(err)
	}
	report := b.String()
	if len(scores) != 4 || strings.Count(report, "160 places, P 1.000 R 1.000 F1 1.000") != 2 ||
		!strings.Contains(report, "it folds, all documents: 320 places, P 1.000") || !strings.HasSuffix(report, "it: mean F1 of 2 folds 1.000, standard deviation 0.000\n") {
		t.Errorf("%d scores, the report is\n%s", len(scores), report)
	}
}

func TestMeasureTransfer(t *testing.T) {
	o := italianOptions(t)
	file := filepath.Join(o.News, "it.test.txt")
	if err := os.WriteFile(file, []byte("ieri <Elisa|P> ha lasciato la città di [Chieti|IT].\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	scores, err := MeasureTransfer(context.Background(), "it", o, []string{file, filepath.Join(o.Corpora, "it-xlime.tsv.gz")})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := WriteScores(&b, "it", scores); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"it all, it.test.txt: 1 places, P 1.000 R 1.000 F1 1.000 exact F1 1.000\n  right roles 1 of 1\n",
		"it all, it-xlime.tsv.gz: 160 places, P 1.000",
		"it without it-europarl, it-europarl: 160 places",
		"it without it-xlime, it-xlime: 160 places",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report has no line %q:\n%s", want, b.String())
		}
	}
}

func TestLanguageWeights(t *testing.T) {
	o := italianOptions(t)
	var log strings.Builder
	o.Log = &log
	sentences := func(weights map[string]float32) string {
		log.Reset()
		o.Weights = weights
		m, err := TrainLanguage(context.Background(), "it", o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := multilingual.Decode(m); err != nil {
			t.Fatal(err)
		}
		line, _, _ := strings.Cut(log.String(), "\n")
		return line
	}
	all, some := sentences(nil), sentences(map[string]float32{"it-xlime": 0})
	if all == some || !strings.HasPrefix(some, "it: read ") {
		t.Errorf("%q with all corpora, %q without one", all, some)
	}
}

func TestCrossValidateLanguageErrors(t *testing.T) {
	ctx := context.Background()
	o := italianOptions(t)
	for _, folds := range []int{1, 11} {
		if _, err := CrossValidateLanguage(ctx, "it", o, folds); !errors.Is(err, geo.ErrInput) {
			t.Errorf("%d folds: error %v", folds, err)
		}
	}
	if _, err := MeasureTransfer(ctx, "it", o, []string{"missing.jsonl"}); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("a missing file: error %v", err)
	}
	for _, f := range []func(string) error{
		func(name string) error { _, err := CrossValidateLanguage(ctx, name, o, 2); return err },
		func(name string) error { _, err := MeasureTransfer(ctx, name, o, nil); return err },
	} {
		if err := f("xx"); !errors.Is(err, geo.ErrInput) {
			t.Errorf("an unknown language: error %v", err)
		}
		if err := f("yo"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("a language without a corpus: error %v", err)
		}
	}
}

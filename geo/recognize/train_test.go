package recognize

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
)

func TestJoinWritesRunningText(t *testing.T) {
	for _, c := range []struct {
		tokens string
		corpus corpus
		want   string // names in brackets
	}{
		{"He/O said/O :/O ``/O Kabul/B-LOC fell/O ./O ''/O", corpus{}, `He said: "[Kabul] fell."`},
		{"the/O Pakistan/B-GPE 's/O army/O (/O ISI/B-ORG )/O", corpus{}, `the [Pakistan]'s army ([ISI])`},
		{"al/B-ORG -/I-ORG Zaman/I-ORG says/O", corpus{splitHyphens: true}, `[al-Zaman] says`},
		{"New/B-LOC York/I-LOC Paris/B-LOC", corpus{}, `[New York] [Paris]`},
		{"on/O Monday/B-TIM in/O Rome/I-LOC", corpus{}, `on Monday in [Rome]`},
		{"Lincoln/B-FAC 's/I-FAC Inn/I-FAC -LRB-/O x/O -RRB-/O", corpus{}, `[Lincoln's Inn] (x)`},
		{"$/O 5/O and/O or/O /O", corpus{}, `$5 and or `},
	} {
		var words, tags []string
		for f := range strings.FieldsSeq(c.tokens) {
			i := strings.LastIndex(f, "/")
			words, tags = append(words, f[:i]), append(tags, f[i+1:])
		}
		s := join(words, tags, c.corpus)
		got, at := "", 0
		for _, n := range s.names {
			got += s.text[at:n.Start] + "[" + n.Text(s.text) + "]"
			at = n.End
		}
		if got += s.text[at:]; got != c.want {
			t.Errorf("%s\nis written %q, want %q", c.tokens, got, c.want)
		}
	}
}

func TestReadTSVRefusesWhatIsNotLabelled(t *testing.T) {
	for name, text := range map[string]string{"no tab": "Kabul\n", "bytes": "Kab\xff\tO\n"} {
		if _, err := readTSV(nil, strings.NewReader(text), corpus{}); !errors.Is(err, geo.ErrInput) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	data, err := readTSV(nil, strings.NewReader("# doc a\nKabul\tB-LOC\nfell\tO\n\n#\tO\n# doc b\nIn\tO\nRome\tB-LOC\n"), corpus{})
	if err != nil || len(data) != 3 || data[1].text != "#" || data[2].text != "In Rome" {
		t.Errorf("read %v, error %v", data, err)
	}
}

func TestReadGoldCountsCodePoints(t *testing.T) {
	path := filepath.Join(t.TempDir(), "some.jsonl")
	text := `{"text":"é Kabul","toponyms":[{"start":2,"end":7,"role":"literal"},{"start":-3,"end":2},{"start":5,"end":99}]}` + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	gold, err := readGold(path)
	if err != nil {
		t.Fatal(err)
	}
	m := gold[0].mentions
	if gold[0].corpus != "some" || len(m) != 3 || m[0].Text(gold[0].text) != "Kabul" || m[1].Len() != 0 || m[2].Len() != 0 {
		t.Errorf("read %+v", gold)
	}
	if err := os.WriteFile(path, []byte("{\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readGold(path); !errors.Is(err, geo.ErrInput) {
		t.Errorf("error %v", err)
	}
}

func TestAlignUsesEachOnceEqualSpansFirst(t *testing.T) {
	gold := []goldMention{{Span: geo.Span{Start: 0, End: 10}}, {Span: geo.Span{Start: 5, End: 8}}, {Span: geo.Span{Start: 20, End: 25}}}
	found := []geo.Span{{Start: 5, End: 8}, {Start: 0, End: 4}, {Start: 30, End: 31}}
	if got := align(gold, found); got[0] != 1 || got[1] != 0 || got[2] != -1 {
		t.Errorf("aligned %v", got)
	}
}

// small writes a training set of a few patterns and returns its options.
func small(t *testing.T) TrainOptions {
	t.Helper()
	dir := t.TempDir()
	packed := func(name, text string) string {
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
	places, persons := strings.Fields("Kabul Quetta Herat Rome Oslo Lima Cairo Tunis"), strings.Fields("Ann Bob Carl Dora Emil Fay Gus Hal")
	var tsv, gold strings.Builder
	for i := range 64 {
		place, person := places[i%8], persons[(i/8)%8]
		fmt.Fprintf(&tsv, "Mr.\tO\n%s\tB-PER\nsaid\tO\nthat\tO\ntroops\tO\nleft\tO\nfor\tO\n%s\tB-LOC\n.\tO\n\n", person, place)
		text := fmt.Sprintf("Mr. %s said that troops left for %s.", person, place)
		at := strings.Index(text, " for ") + len(" for ")
		fmt.Fprintf(&gold, `{"text":%q,"toponyms":[{"start":%d,"end":%d,"role":"literal"}]}`+"\n", text, at, at+len(place))
	}
	for _, c := range corpora {
		packed(strings.ReplaceAll(c.pattern, "*", "x"), tsv.String())
	}
	goldPath := filepath.Join(dir, "gold.jsonl")
	if err := os.WriteFile(goldPath, []byte(gold.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return TrainOptions{Corpora: dir, Gold: []string{goldPath}, Names: packed("names.gz", "given\tAnn\nsurname\tBob\n")}
}

func TestTrainLearnsAndIsDeterministic(t *testing.T) {
	o := small(t)
	ctx := context.Background()
	m, err := Train(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Bytes(), again.Bytes()) || m.Version() != again.Version() {
		t.Error("the same files gave two models")
	}
	rec, err := New(m, nil).Recognize(ctx, &geo.Article{Text: "Mr. Ilse said that troops left for Sana."})
	if err != nil || len(rec.Mentions) != 1 || rec.Mentions[0].Phrase != "Sana" {
		t.Errorf("recognised %+v, error %v", rec, err)
	}
	found := 0
	scores, err := CrossValidate(ctx, m, o, nil, 4, func(f Found) error {
		found += len(f.Recognition.Mentions)
		return nil
	})
	if err != nil || found != 64 || len(scores) != 1 || scores[0].F1 < 0.99 || scores[0].Articles != 64 || scores[0].Roles < 0.99 {
		t.Errorf("scores %+v, error %v", scores, err)
	}
}

func TestTrainSaysWhatIsMissing(t *testing.T) {
	ctx := context.Background()
	if _, err := Train(ctx, TrainOptions{Corpora: t.TempDir()}); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("without corpora: error %v", err)
	}
	o := small(t)
	o.Names = filepath.Join(t.TempDir(), "none")
	if _, err := Train(ctx, o); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without names: error %v", err)
	}
	o = small(t)
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Train(cancelled, o); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}

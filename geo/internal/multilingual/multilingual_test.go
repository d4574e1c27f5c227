package multilingual

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dateline/data/datatest"
	"dateline/geo"
	"dateline/geo/internal/tagger"
	"dateline/geo/internal/tagger/crf"

	"pgregory.net/rapid"
)

func TestSplitTokens(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"fr", "l'Afghanistan et aujourd'hui d’Alep", "l'|Afghanistan|et|aujourd'hui|d’|Alep"},
		{"it", "dell'Ucraina", "dell'|Ucraina"},
		{"fr", "O'Brien", "O'Brien"},
		{"tr", "Ankara'da İngiltere’nin evi", "Ankara|'da|İngiltere|’nin|evi"},
		{"uk", "об'єднання", "об'єднання"},
		{"ko", "서울에서 UN", "서|울|에|서|UN"},
		{"ko", "17일서울, 3.5km", "17|일|서|울|,|3.5km"},
		{"en", "l'Afghanistan", "l'Afghanistan"},
	} {
		var got []string
		for _, token := range SplitTokens(nil, tagger.Tokenize(nil, c.text), c.text, c.language) {
			got = append(got, token.Text(c.text))
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s %q is divided into %s, want %s", c.language, c.text, s, c.want)
		}
	}
}

// read returns a document without a gazetteer.
func read(language, text string) *Document {
	d := NewDocument(nil, nil, nil)
	d.Read(text, language, tagger.Tokenize(nil, text), Context{})
	return d
}

func TestChunks(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"es", "viajó a San José de los Llanos y volvió", "San José de los Llanos"},
		{"es", "Pedro vive en Lima", "Pedro vive en Lima"},
		{"es", "Pedro trabajaba en Lima", "Pedro|Lima"},
		{"es", "todo en minúsculas", ""},
		{"ar", "وصل الوفد إلى بغداد أمس", "وصل الوفد إلى بغداد أمس"},
	} {
		d := read(c.language, c.text)
		var got []string
		for _, k := range d.Chunks {
			got = append(got, c.text[d.Tokens[k.First].Start:d.Tokens[k.Last].End])
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("the chunks of %q are %q, want %q", c.text, s, c.want)
		}
	}
}

// TestChunksCoverNames checks that chunks are in order, fit into the lattice and contain every word that may be
// part of a name.
func TestChunksCoverNames(t *testing.T) {
	words := []string{"Lima", "de", "casa", ".", ",", "بغداد", "北", "京", "12", "\n\n", "’", "(", "desafortunadamente"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 200).Draw(t, "words"), " ")
		d := read("es", text)
		end := int32(0)
		covered := make([]bool, len(d.Tokens))
		for _, c := range d.Chunks {
			if c.First < end || c.Last < c.First || int(c.Last-c.First)+1 > maxChunk {
				t.Fatalf("chunk %+v after token %d", c, end)
			}
			end = c.Last + 1
			for i := c.First; i <= c.Last; i++ {
				covered[i] = true
			}
		}
		for i := range d.Tokens {
			if nameLike(&d.Tokens[i]) && !covered[i] {
				t.Fatalf("token %d of %q is in no chunk", i, text)
			}
		}
	})
}

// model returns a model with one row.
func model() *Model {
	m := &Model{Bias: 0.5, Frequencies: NewFrequencies([]string{"de", "la", "de"})}
	m.CRF.Scale = 0.25
	m.CRF.Table = crf.NewTable(16)
	m.CRF.Table.Set(3, 77, [tagger.LabelCount]int8{1, -2, 3})
	m.CRF.Start[1], m.CRF.Next[1][2] = -1, 2
	return m
}

func TestModelFile(t *testing.T) {
	m := model()
	b, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	m.CRF.Table.AddFilter()
	got, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if got.Bias != m.Bias || got.CRF.Scale != m.CRF.Scale || got.CRF.Start != m.CRF.Start || got.CRF.Next != m.CRF.Next ||
		!reflect.DeepEqual(got.CRF.Table, m.CRF.Table) || len(got.Version()) != 12 || !got.Trained() {
		t.Errorf("decoded %+v", got)
	}
	c := Context{Frequencies: got.Frequencies}
	if c.Rank(tagger.HashLower("De")) != 1 || c.Rank(tagger.HashLower("casa")) != 0 {
		t.Error("the frequency classes are lost")
	}
	again, err := got.Encode()
	if err != nil || !bytes.Equal(again, b) {
		t.Errorf("the decoded model is encoded otherwise, error %v", err)
	}
}

func TestModelFileWithClasses(t *testing.T) {
	m := model()
	m.Classes = NewClasses([]WordClass{{"Lyon", 7}, {"paris", 255}, {"Lyon", 8}, {"nothing", 0}})
	b, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	c := Context{Classes: got.Classes}
	for word, want := range map[string]uint8{"lyon": 7, "Paris": 255, "nothing": 0, "Nice": 0} {
		if class := c.Class(tagger.HashLower(word)); class != want {
			t.Errorf("the class of %q is %d, want %d", word, class, want)
		}
	}
	without := Context{Frequencies: got.Frequencies}
	if without.Class(tagger.HashLower("lyon")) != 0 || without.Rank(tagger.HashLower("la")) != 1 {
		t.Error("a language without classes has a class, or the frequency classes are lost")
	}
	again, err := got.Encode()
	if err != nil || !bytes.Equal(again, b) {
		t.Errorf("the decoded model is encoded otherwise, error %v", err)
	}
}

// TestClassFeatures checks that words of one class have features in common, as have the words next to them.
func TestClassFeatures(t *testing.T) {
	c := Context{Classes: NewClasses([]WordClass{{"zamora", 3}, {"lugo", 3}, {"cerca", 5}, {"junto", 5}})}
	features := func(text string, c Context) map[tagger.Feature]bool {
		d := NewDocument(nil, nil, nil)
		d.Read(text, "es", tagger.Tokenize(nil, text), c)
		out := map[tagger.Feature]bool{}
		last := d.Chunks[len(d.Chunks)-1]
		for _, f := range d.TokenFeatures(nil, &last, last.Last) {
			out[f] = true
		}
		return out
	}
	common := func(a, b map[tagger.Feature]bool) (n int) {
		for f := range a {
			if b[f] {
				n++
			}
		}
		return n
	}
	without := common(features("Vive cerca Zamora", Context{}), features("Vive junto Lugo", Context{}))
	with := common(features("Vive cerca Zamora", c), features("Vive junto Lugo", c))
	if with != without+6 {
		t.Errorf("names of one class after words of one class have %d features in common, %d without classes; want 6 more", with, without)
	}
}

func TestDamagedModelFile(t *testing.T) {
	m := model()
	m.Classes = NewClasses([]WordClass{{"Lyon", 7}})
	b, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for i := range b {
		damaged := slices.Clone(b)
		damaged[i] ^= 0x40
		if _, err := Decode(damaged); !errors.Is(err, geo.ErrCorrupt) {
			t.Fatalf("byte %d damaged: error %v", i, err)
		}
		if _, err := Decode(b[:i]); !errors.Is(err, geo.ErrCorrupt) {
			t.Fatalf("cut at byte %d: error %v", i, err)
		}
	}
}

func TestFrequencyClasses(t *testing.T) {
	words := make([]string, 9000)
	for i := range words {
		words[i] = strings.Repeat("x", i%90+1) + strings.Repeat("y", i/90)
	}
	c := Context{Frequencies: NewFrequencies(words)}
	for rank, want := range map[int]uint8{0: 1, 29: 1, 30: 2, 99: 2, 299: 3, 999: 4, 2999: 5, 7999: 6, 8000: 0} {
		if got := c.Rank(tagger.HashLower(words[rank])); got != want {
			t.Errorf("the word of rank %d has the class %d, want %d", rank, got, want)
		}
	}
}

func TestHashtags(t *testing.T) {
	for text, want := range map[string]string{
		"Kabul Herat":          "Kabul Herat",
		"#Kabul":               "Kabul",
		"#Kabul Herat #Balkh":  "Kabul Herat|Balkh",
		"Kabul # # Herat":      "Kabul|Herat",
		"#":                    "",
		"#Kabul #Herat #Balkh": "Kabul|Herat|Balkh",
	} {
		d := read("es", text)
		d.cover = make([]cover, len(d.Tokens))
		d.addHashtags(&Place{First: 0, Last: int32(len(d.Tokens)) - 1})
		var got []string
		for _, p := range d.places {
			got = append(got, text[d.Tokens[p.First].Start:d.Tokens[p.Last].End])
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q has the places %q, want %q", text, s, want)
		}
	}
}

func TestHide(t *testing.T) {
	g := datatest.Gazetteer(t)
	d := NewDocument(g, NewUnspacedNames(g), nil)
	const text = "Brand in Hamburg"
	d.Read(text, "de", tagger.Tokenize(nil, text), Context{})
	if d.SizeOf(2) == 0 {
		t.Fatal("Hamburg is no name of the gazetteer")
	}
	d.Hide([]geo.Span{{Start: len("Brand in "), End: len(text)}})
	if d.SizeOf(2) != 0 {
		t.Error("a hidden name has a size")
	}
}

package inflect_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/compile"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/table"
	"dateline/geo/internal/inflect"

	"pgregory.net/rapid"
)

// places are names in several languages, of which each is a place of its own.
const places = `name,kind,country,lat,lon,population
Харьков,settlement,UA,50,36,1400000
Харків,settlement,UA,50,36,1400000
Київ,settlement,UA,50.4,30.5,2900000
Киев,settlement,UA,50.4,30.5,2900000
Россия,country,RU,60,100,0
Китай,country,CN,35,105,0
Казань,settlement,RU,55.8,49.1,1200000
Новая Зеландия,country,NZ,-41,174,0
Харківська область,admin1,UA,50,36,0
Дніпро,settlement,UA,48.5,35,980000
Чернівці,settlement,UA,48.3,25.9,260000
Warszawa,settlement,PL,52,21,1700000
Kraków,settlement,PL,50,19.9,770000
Wielka Brytania,country,GB,54,-2,0
Chiny,country,CN,35,105,0
Chin,admin1,MM,22,93,0
Katowice,settlement,PL,50.2,19,290000
Praha,settlement,CZ,50,14.4,1200000
Bruselj,settlement,BE,50.8,4.3,180000
Zagreb,settlement,HR,45.8,16,800000
Сарајево,settlement,BA,43.8,18.4,350000
Vilnius,settlement,LT,54.7,25.3,540000
Rīga,settlement,LV,57,24,700000
Tallinn,settlement,EE,59.4,24.7,390000
Helsinki,settlement,FI,60.2,24.9,630000
Yhdysvallat,country,US,40,-100,0
Budapest,settlement,HU,47.5,19,1700000
România,country,RO,46,25,0
Αθήνα,settlement,GR,38,23.7,660000
İstanbul,settlement,TR,41,29,15000000
بغداد,settlement,IQ,33.3,44.4,6000000
العراق,country,IQ,33,44,0
עזה,settlement,PS,31.5,34.4,600000
נהריה,settlement,IL,33.0,35.1,60000
קרית אתא,settlement,IL,32.8,35.1,58000
서울,settlement,KR,37.5,127,10000000
Ukraine,country,UA,49,32,0
Deutschland,country,DE,51,9,0
Рим,settlement,IT,41.9,12.5,2300000
Відень,settlement,AT,48.2,16.4,1900000
حلب,settlement,SY,36.2,37.2,2100000
亚齐,admin1,ID,4.2,96.9,5000000
驻马店市,settlement,CN,33,114,720000
원주시,settlement,KR,37.3,127.9,330000
Zvirove,settlement,UA,48.25,37.13,0
Zvirove,settlement,US,40,-80,9000
Kozacha Lopan,settlement,UA,50.33,36.2,0
Чёрное море,sea,,43,34,0
Вышний Волочёк,settlement,RU,57.6,34.6,43000
Белая Церковь,settlement,UA,49.8,30.1,200000
Чорне море,sea,,43,34,0
Близький Схід,region,,31,45,0
Гамбург,settlement,DE,53.6,10,1800000
Умань,settlement,UA,48.7,30.2,80000
Єгипет,country,EG,26,30,0
Ромни,settlement,UA,50.7,33.5,38000
Гуляйполе,settlement,UA,47.7,36.3,13000
Канів,settlement,UA,49.8,31.5,23000
Канн,settlement,FR,49.2,-0.4,110000
`

var openPlaces = sync.OnceValues(func() (*gazetteer.Gazetteer, error) {
	dir, err := os.MkdirTemp("", "inflect")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "places.csv")
	if err := os.WriteFile(path, []byte(places), 0o600); err != nil {
		return nil, err
	}
	t, err := table.New(path, nil)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	if _, err := compile.Gazetteer(context.Background(), &file, []source.Source{t}, compile.Options{}); err != nil {
		return nil, err
	}
	return gazetteer.FromBytes(file.Bytes())
})

func finder(t testing.TB) *inflect.Finder {
	t.Helper()
	g, err := openPlaces()
	if err != nil {
		t.Fatal(err)
	}
	return inflect.NewFinder(g)
}

func TestBase(t *testing.T) {
	f := finder(t)
	for _, c := range []struct{ language, phrase, want string }{
		{"ru", "Харькове", "Харьков"},
		{"ru", "ХАРЬКОВЕ", "ХАРЬКОВ"},
		{"ru", "Россию", "Россия"},
		{"ru", "Китае", "Китай"},
		{"ru", "Казани", "Казань"},
		{"ru", "Новой Зеландии", "Новая Зеландия"},
		{"ru", "Рима", "Рим"},
		{"uk", "Харкові", "Харків"},
		{"uk", "Києва", "Київ"},
		{"uk", "Дніпром", "Дніпро"},
		{"uk", "Відня", "Відень"},
		{"uk", "Звірового", "Zvirove"},
		{"uk", "Козачій Лопані", "Kozacha Lopan"},
		{"ru", "Чёрному морю", "Чёрное море"},
		{"ru", "Вышнего Волочка", "Вышний Волочёк"},
		{"ru", "Белой Церкви", "Белая Церковь"},
		{"uk", "Чорного моря", "Чорне море"},
		{"uk", "Близького Сходу", "Близький Схід"},
		{"uk", "Гамбурзі", "Гамбург"},
		{"uk", "Уманню", "Умань"},
		{"uk", "Єгипту", "Єгипет"},
		{"uk", "Ромен", "Ромни"},
		{"uk", "Гуляйполем", "Гуляйполе"},
		{"uk", "Каневі", "Канів"},
		{"uk", "Чернівцях", "Чернівці"},
		{"uk", "Харківській області", "Харківська область"},
		{"uk", "Харківщині", "Харківська область"},
		{"pl", "Warszawie", "Warszawa"},
		{"pl", "Warszawą", "Warszawa"},
		{"pl", "Krakowie", "Kraków"},
		{"pl", "Wielkiej Brytanii", "Wielka Brytania"},
		{"pl", "Chin", "Chiny"},
		{"pl", "Katowicach", "Katowice"},
		{"cs", "Praze", "Praha"},
		{"sl", "Bruslju", "Bruselj"},
		{"hr", "Zagreba", "Zagreb"},
		{"sr", "Сарајеву", "Сарајево"},
		{"lt", "Vilniaus", "Vilnius"},
		{"lv", "Rīgas", "Rīga"},
		{"et", "Tallinnast", "Tallinn"},
		{"fi", "Helsingissä", "Helsinki"},
		{"fi", "Yhdysvalloissa", "Yhdysvallat"},
		{"hu", "Budapesten", "Budapest"},
		{"ro", "României", "România"},
		{"el", "Αθήνας", "Αθήνα"},
		{"tr", "İstanbul'da", "İstanbul"},
		{"tr", "İstanbul’un", "İstanbul"},
		{"ar", "وبغداد", "بغداد"},
		{"ar", "للعراق", "العراق"},
		{"ar", "وحلب", "حلب"},
		{"zh", "亚齐省", "亚齐"},
		{"zh", "驻马店", "驻马店市"},
		{"zh", "驻马店土家族苗族自治州", "驻马店市"},
		{"ko", "원주", "원주시"},
		{"he", "בעזה", "עזה"},
		{"he", "נהרייה", "נהריה"},
		{"he", "בקריית אתא", "קרית אתא"},
		{"ko", "서울에서", "서울"},
		{"fr", "l’Ukraine", "Ukraine"},
		{"de", "Deutschlands", "Deutschland"},
	} {
		m, ok := f.Base(c.language, c.phrase)
		if !ok || m.Base != c.want || m.Verbatim || len(m.Names) == 0 {
			t.Errorf("%s %q has the base form %q (%t, verbatim %t), want %q", c.language, c.phrase, m.Base, ok, m.Verbatim, c.want)
		}
	}
}

func TestBaseOfOtherWords(t *testing.T) {
	f := finder(t)
	for _, c := range []struct{ language, phrase string }{
		{"ru", "Харьковский"}, {"ru", "Он"}, {"ru", "Новой"}, {"pl", "Warszawianie"}, {"en", "Kievs"}, {"xx", "Харькове"},
		{"fr", "lUkraine"}, {"ar", "وا"}, {"uk", ""}, {"tr", "İstanbul'Da"}, {"ru", "."}, {"ru", "Харькове и Казани вместе"},
	} {
		if m, ok := f.Base(c.language, c.phrase); ok {
			t.Errorf("%s %q has the base form %q", c.language, c.phrase, m.Base)
		}
	}
	if m, ok := f.Base("uk", "Харків"); !ok || !m.Verbatim || m.Base != "Харків" {
		t.Errorf("Харків is %+v, want a name as it is", m)
	}
	if _, ok := inflect.NewFinder(nil).Base("ru", "Харькове"); ok {
		t.Error("a finder without a gazetteer finds a name")
	}
}

func TestLongest(t *testing.T) {
	f := finder(t)
	for _, c := range []struct{ language, text, span, base string }{
		{"ru", "Новой Зеландии и Китая", "Новой Зеландии", "Новая Зеландия"},
		{"ru", "Китая и Новой Зеландии", "Китая", "Китай"},
		{"uk", "Харківській області оголошено тривогу", "Харківській області", "Харківська область"},
		{"tr", "İstanbul'da deprem", "İstanbul", "İstanbul"},
		{"ar", "وبغداد والعراق", "بغداد", "بغداد"},
		{"uk", "Харків.", "Харків", "Харків"},
	} {
		m, ok := f.Longest(c.language, c.text)
		if !ok || c.text[m.Start:m.End] != c.span || m.Base != c.base {
			t.Errorf("the longest name of %q is %q of %q, want %q of %q", c.text, m.Base, c.text[m.Start:m.End], c.base, c.span)
		}
	}
	if m, ok := f.Longest("ru", "Сегодня в Харькове"); ok {
		t.Errorf("a text that begins with another word has the name %q", m.Base)
	}
}

// TestNothingIsInvented checks in any text that what is found has a name in the gazetteer,
// lies within the text, and does not depend on what was looked up before.
func TestNothingIsInvented(t *testing.T) {
	used := finder(t)
	words := strings.Fields("Харькове Новой Зеландии Китая Wielkiej Brytanii Praze وبغداد İstanbul'da 서울에서 亚齐 驻马店 市 l’Ukraine - , ' . xyz Он á́ \u200c")
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.OneOf(rapid.SampledFrom(words), rapid.StringN(0, 6, 20))
		text := strings.ToValidUTF8(strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "words"), rapid.SampledFrom([]string{" ", "", "\n"}).Draw(t, "separator")), "?")
		language := rapid.SampledFrom([]string{"ru", "uk", "pl", "cs", "tr", "ar", "ko", "zh", "ja", "fr", "fi", "de", "en", ""}).Draw(t, "language")
		m, ok := used.Longest(language, text)
		if !ok {
			return
		}
		if m.Start < 0 || m.End > len(text) || m.Start >= m.End || len(m.Names) == 0 {
			t.Fatalf("%q: %+v is not within the text", text, m)
		}
		g, _ := openPlaces()
		if len(g.Lookup(nil, gazetteer.Normalize(nil, m.Base))) == 0 {
			t.Fatalf("%q: the base form %q is not in the gazetteer", text, m.Base)
		}
		fresh, _ := inflect.NewFinder(g).Longest(language, text)
		if fresh.Base != m.Base || fresh.Start != m.Start || fresh.End != m.End || !slices.Equal(fresh.Names, m.Names) {
			t.Fatalf("%q: %+v by a new finder, %+v by a used one", text, fresh, m)
		}
		m, ok = used.Base(language, text)
		whole, found := inflect.NewFinder(g).Base(language, text)
		if ok != found || whole.Base != m.Base || !slices.Equal(whole.Names, m.Names) {
			t.Fatalf("%q: the base form %+v by a new finder, %+v by a used one", text, whole, m)
		}
	})
}

func TestInflects(t *testing.T) {
	for language, want := range map[string]bool{"ru": true, "fi": true, "ar": true, "en": false, "zh": false} {
		if got := inflect.Inflects(language); got != want {
			t.Errorf("Inflects(%q) = %t", language, got)
		}
	}
}

func BenchmarkLongest(b *testing.B) {
	f := finder(b)
	text := strings.Repeat("Взрывы прогремели в Харькове, делегация прибыла из Киева в Казань через Новую Зеландию. ", 20)
	words := strings.Fields(text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		for _, w := range words {
			f.Longest("ru", w)
		}
	}
}

package translit

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/data/datatest"
	"dateline/geo"
)

func TestFind(t *testing.T) {
	g := datatest.Gazetteer(t)
	x := New(g)
	for _, c := range []struct{ name, countries, want string }{
		{"غرانيج", "SY", "Gharanij"},
		{"شلاتين", "EG", "Shalatin Shalateen"},
		{"ميدلت", "MA DZ", "Midelt"},
		{"حجوط", "DZ", "Hadjout"},
		{"النوبارية", "EG", "An Nubariyah"},
		{"زرباطیه", "IQ", "Zurbāţīyah"},
		{"عارف والا", "PK", "Arifwala"},
		{"ڈیرہ مراد جمالی", "PK", "Dera Murad Jamali"},
		{"دتہ خیل", "PK", "Datta Khel"},
		{"زمفارا", "NG", "Zamfara State"},
		{"कालिम्पोंग", "IN", "Kalimpong"},
		{"चरखी दादरी", "IN", "Charkhi Dadri"},
		{"कुडनकुलम", "IN", "Kudankulam"},
		{"হাইদরাবাদ", "IN", "Hyderabad"},
		{"ז'מרינקה", "UA", "Zhmerynka"},
		{"ולדוסטה", "US", "Valdosta"},
		{"צ'ורטקיב", "UA", "Chortkiv"},
		{"וינרוטסק", "UA", ""},
		{"מעלות-תרשיחא", "DE", ""}, // in another country
		{"హైదరాబాద్", "IN", "Hyderabad"},
		{"Джиндайрис", "SY", "Jinderes"},
		{"Долло-Адо", "SO ET", "Dolo Ado"},
		{"Эль-Генейна", "SD TD", "Geneina"},
		{"Чича", "FR", ""},               // Chiché has another vowel
		{"Гүмбаз", "SY", ""},             // a letter of another language
		{"غرانيج", "DZ", ""},             // in another country
		{"كتاب", "SY EG", ""},            // no place
		{"Gharanij", "SY", ""},           // Latin letters
		{"ملعب الباسل البلدي", "SY", ""}, // a stadium
	} {
		m, ok := x.Find(c.name, strings.Fields(c.countries))
		got := ""
		if ok {
			got = g.Name(m.Ref)
		}
		if ok != (c.want != "") || !strings.Contains(c.want, got) {
			t.Errorf("%s in %q is %q at a cost of %.2f, want %q", c.name, c.countries, got, m.Cost, c.want)
		}
	}
}

func TestLatinLetters(t *testing.T) {
	for name, want := range map[string]string{
		"Ash Shaykh":        "CayX",
		"Errachidia":        "raQidia",
		"Dera Murad Jamali": "deramuradjamali",
		"Hadjout":           "hajut",
		"Zamfara State":     "zamfara",
		"Bou Ismaïl":        "buismail",
		"Şanlıurfa":         "sanlurfa",
	} {
		if got := string(latinLetters(name)); got != want {
			t.Errorf("the letters of %s are %s, want %s", name, got, want)
		}
	}
}

// TestNamesHaveTheKeysOfTheirPlaces looks up names of the gazetteer in Arabic and Devanagari script: at least half of those in the countries
// where the script is used are found by their letters, and hardly one is found to be a place with another name.
func TestNamesHaveTheKeysOfTheirPlaces(t *testing.T) {
	g := datatest.Gazetteer(t)
	x := New(g)
	countries := map[string]string{"IR": "Arab", "SD": "Arab", "PS": "Arab", "EG": "Arab", "MA": "Arab", "PK": "Arab", "IN": "Deva"}
	count, found, other := 0, 0, 0
	for key, names := range g.Keys() {
		for _, n := range names {
			rec := g.Record(n.Ref)
			script := countries[rec.Country]
			first, _ := utf8.DecodeRune(key)
			if script == "" || rec.Kind != geo.KindSettlement || (script == "Arab") != (first >= 0x600 && first < 0x700) || (script == "Deva") != (first >= 0x900 && first < 0x980) {
				continue
			}
			count++
			switch m, ok := x.Find(string(key), []string{rec.Country}); {
			case ok && (m.Ref == n.Ref || g.Name(m.Ref) == g.Name(n.Ref)):
				found++
			case ok:
				other++
			}
		}
	}
	t.Logf("of %d names %d are found, %d have the letters of another place", count, found, other)
	if count < 1000 || found*2 < count || other*10 > count {
		t.Errorf("of %d names %d are found, %d have the letters of another place", count, found, other)
	}
}

func TestPinyin(t *testing.T) {
	for name, want := range map[string]string{
		"涿州":   "Zhuo Zhou | Zhuozhou",
		"绩溪县":  "Jixi | Jixixian",
		"泾县":   "Jing Xian | Jingxian",
		"清苑區":  "Qingyuan | Qingyuanqu",
		"县":    "Xian",
		"东京A":  "",
		"カブール": "",
		"":     "",
	} {
		if got := strings.Join(Pinyin(name), " | "); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("غرانيج", "Gharanij")
	f.Add("ديري داوا", "Dire Dawa")
	f.Add("कालिम्पोंग", "al-\xff")
	f.Fuzz(func(t *testing.T, name, latin string) {
		word, letters := letterRunes(name), latinLetters(latin)
		if keys := keysOf(word); len(keys) > maxKeys {
			t.Errorf("%q has %d keys", name, len(keys))
		}
		if d := distance(word, letters); d < 0 || d > never {
			t.Errorf("the distance of %q and %q is %v", name, latin, d)
		}
	})
}

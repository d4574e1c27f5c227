package langid

import (
	"errors"
	"testing"
	"unicode"

	"dateline/geo"
	"dateline/geo/internal/tagger"
)

func TestIdentify(t *testing.T) {
	for text, want := range map[string]string{
		"The fighters went to Kabul and the people of the city fled.":                           "en",
		"Les combattants sont entrés dans la ville et des gens ont fui.":                        "fr",
		"Die Kämpfer sind in die Stadt gekommen, und die Menschen flohen.":                      "de",
		"Бойцы вошли в город, и люди бежали, сообщили в МВД.":                                   "ru",
		"Бійці увійшли до міста, і люди втекли, повідомили в МВС.":                              "uk",
		"دخل المقاتلون المدينة وفر الناس من البيوت في المساء":                                   "ar",
		"جنگجویان وارد شهر شدند و مردم از ده گریختند که در آن زمان شب بود":                      "fa",
		"战士们进入了城市，人们逃走了。":                                                                       "zh",
		"戦闘員が町に入り、人々は逃げた。":                                                                      "ja",
		"전투원들이 도시에 들어갔다.":                                                                       "ko",
		"นักรบเข้าเมือง":                                                                        "th",
		"Οι μαχητές μπήκαν στην πόλη.":                                                          "el",
		"הלוחמים נכנסו לעיר":                                                                    "he",
		"लड़ाके शहर में घुस गए":                                                                 "hi",
		"La ville de Kaboul et les villages de la province ont été touchés par les pluies.":     "fr",
		"Miji na vijiji vya mkoa huo viliathiriwa na mvua baada ya wiki moja kwa watu":          "sw",
		"Kocha hakufurahi: tulicheza vibaya, lakini tuna safari ndefu":                          "sw",
		"Mwanamke mmoja amekamatwa kwa tuhuma za kumuiba mtoto":                                 "sw",
		"The mayor of Rio de Janeiro met the mayor of Santiago de Cuba.":                        "en",
		"Градот и селата се погодени од дождот и луѓето не можат да се вратат":                  "mk",
		"የኢትዮጵያ መንግሥት":                                                                          "am",
		"ఢిల్లీ నగరం":                                                                           "te",
		"काठमाडौंमा वर्षा भएको छ र मानिसहरू घर फर्केका छन्":                                     "ne",
		"Prezident dünən jurnalistlərlə danışdı. Polis iki kişini saxladı, heç nə dəyişmədi.":   "az",
		"سەرۆک دوێنێ لەگەڵ ڕۆژنامەنووسان قسەی کرد. پۆلیس دوو پیاوی دەستگیر کرد.":                "ckb",
		"ولسمشر پرون له خبريالانو سره خبرې وکړې. پوليسو دوه کسان ونيول او ښوونځي وتړل شول.":     "ps",
		"پرېزىدېنت تۈنۈگۈن مۇخبىرلار بىلەن سۆزلەشتى. ساقچىلار ئىككى ئەرنى تۇتتى.":               "ug",
		"Прэзідэнт учора размаўляў з журналістамі, а пасля паехаў у вёску, дзе жыў яго бацька.": "be",
		"Hatay’ın köyleri boş. Diyarbakır’a gitti. Gaziantep'te patlama. Suriye'de çatışma.":    "tr",
		"Delegasi Fiji dan Vanuatu mendesak Washington menepati janji iklim dalam sidang.":      "id",
		"Polis menahan lima lelaki kerana disyaki terlibat dalam kes samun, kata Ketua Polis.":  "ms",
		"Tijekom tjedna vlada će razmotriti prijedlog.":                                         "hr",
		"Због одрона је обустављен саобраћај, возила иду преко села.":                           "sr",
		"Полицията задържа трима души, съобщиха от кметството.":                                 "bg",
		"Полицијата уапси тројца луѓе, соопшти општината.":                                      "mk",
		"Вышэйшая ліга: гульню адклалі.":                                                        "be",
		"Hiljade ljudi je izašlo na ulice.":                                                     "sr",
		"Tausende flohen vor den Kämpfen.":                                                      "de",
		"Tūkstančiai žmonių išėjo į gatves.":                                                    "lt",
		"Duizenden mensen vluchtten voor het geweld.":                                           "nl",
		"Pasukan memasuki kota pada malam hari.":                                                "id",
		"Tropas entraron en la ciudad de noche.":                                                "es",
		"Binlerce insan sokaklara döküldü.":                                                     "tr",
		"17일 시장명의로 요청했다":                                                                        "ko",
		"TROPAS ENTRARON EN LA CIUDAD DE NOCHE":                                                 "es",
		"ПОЖАР В МОСКВЕ: ПОГИБЛИ ДВЕНАДЦАТЬ ЧЕЛОВЕК":                                            "ru",
		"TAUSENDE FLOHEN VOR DEN KÄMPFEN":                                                       "de",
		"NATO, EU, UN":                                                                          Undetermined,
		"Kabul 1998":                                                                            Undetermined,
		"nairobi, kenya":                                                                        Undetermined,
		"paris, france":                                                                         Undetermined,
		"":                                                                                      Undetermined,
		"Kabul Кабул كابول 喀布尔 Herat Герат":                                                     Undetermined,
	} {
		if got := Default().Identify(text, tagger.Tokenize(nil, text)).Language; got != want {
			t.Errorf("%q is identified as %q, want %q", text, got, want)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	b := Encode([]WordList{{"xx", []string{"a", "b"}}, {"yy", []string{"c"}}})
	if _, err := Decode(b); err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(b[1:]); !errors.Is(err, geo.ErrCorrupt) {
		t.Errorf("without the beginning: error %v", err)
	}
	for _, n := range []int{len(b) - 1, len(b) - 5} {
		if _, err := Decode(b[:n]); !errors.Is(err, geo.ErrCorrupt) {
			t.Errorf("cut at byte %d: error %v", n, err)
		}
	}
}

// TestLists checks that the embedded lists can be compared.
func TestLists(t *testing.T) {
	m := Default()
	if n := len(m.languages); n < 50 || n > maxLanguages {
		t.Errorf("%d languages have lists of words", n)
	}
}

// TestScripts compares the ranges of common letters with the tables of the package unicode.
func TestScripts(t *testing.T) {
	for _, c := range commonLetters {
		for r := c.first; r <= c.last; r++ {
			kana := unicode.In(r, unicode.Hiragana, unicode.Katakana)
			if letters := scripts[c.script].letters; kana != (c.script == scriptKana) || letters != nil && !unicode.Is(letters, r) {
				t.Errorf("%U is no letter of script %d", r, c.script)
			}
		}
	}
	for s, entries := range distinctive {
		for _, e := range entries {
			for _, r := range e.letters {
				if useOf(r, s).distinctive == 0 || len(lettersOf("a "+string(r), s)) == 0 {
					t.Errorf("%q is not distinctive", r)
				}
			}
		}
	}
	if got := exclusiveLanguage("ўў a ў", scriptCyrillic); got != "be" {
		t.Errorf("the exclusive language is %q, want be", got)
	}
	if got := exclusiveLanguage("ўўў", scriptLatin); got != "" {
		t.Errorf("letters of another script have the exclusive language %q", got)
	}
}

package langid

import (
	"testing"

	"dateline/geo/internal/tagger"
)

func TestIdentify(t *testing.T) {
	for text, want := range map[string]string{
		"The fighters went to Kabul and the people of the city fled.":      "en",
		"Les combattants sont entrés dans la ville et des gens ont fui.":   "fr",
		"Die Kämpfer sind in die Stadt gekommen, und die Menschen flohen.": "de",
		"Бойцы вошли в город, и люди бежали, сообщили в МВД.":              "ru",
		"Бійці увійшли до міста, і люди втекли, повідомили в МВС.":         "uk",
		"دخل المقاتلون المدينة وفر الناس من البيوت في المساء":              "ar",
		"جنگجویان وارد شهر شدند و مردم از ده گریختند که در آن زمان شب بود": "fa",
		"战士们进入了城市，人们逃走了。":                                                  "zh",
		"戦闘員が町に入り、人々は逃げた。":                                                 "ja",
		"전투원들이 도시에 들어갔다.":                                                  "ko",
		"นักรบเข้าเมือง":                                                   "th",
		"Οι μαχητές μπήκαν στην πόλη.":                                     "el",
		"הלוחמים נכנסו לעיר":                                               "he",
		"लड़ाके शहर में घुस गए":                                            "hi",
		"Kabul 1998": Undetermined,
		"":           Undetermined,
		"Kabul Кабул كابول 喀布尔 Herat Герат": Undetermined,
	} {
		if got := Default().Identify(text, tagger.Tokenize(nil, text)).Language; got != want {
			t.Errorf("%q is identified as %q, want %q", text, got, want)
		}
	}
}

package synthetic

import (
	"math"
	"strings"
	"unicode/utf8"
)

// script has the syllables of names of a language, in Latin letters and in its own
// script.
type script struct {
	language                string
	starts, middles, ends   []string
	prefixes                []string // of one name in six
	ownStart, ownMid, ownEn []string // the same syllables in its own script, or nil
}

// scripts are invented syllables that resemble those of real languages.
var scripts = [...]script{
	{
		language: "ar",
		starts:   split("Ba Ha Ka Ma Na Sha Ta Wa Za Ja Qa Ra Sa Du Mu Su Hu Ju"),
		middles:  split("ri li mi ba da ḩa la na ‘a sa ta qa ra wa mu du"),
		ends:     split("n b d h k l m r s yah ān ūn īn āt ar īr ab"),
		prefixes: split("Al Ash Bayt Wādī Tall Umm Jabal Khirbat Qaryat ‘Ayn"),
		ownStart: split("با حا كا ما نا شا تا وا زا جا قا را سا دو مو سو هو جو"),
		ownMid:   split("ري لي مي با دا حا لا نا عا سا تا قا را وا مو دو"),
		ownEn:    split("ن ب د ه ك ل م ر س ية ان ون ين ات ار ير اب"),
	},
	{
		language: "ru",
		starts:   split("Bel Kras Nov Star Verkh Niz Ber Gor Zel Kam Les Mal Ozer Pol Sos Tikh"),
		middles:  split("o e no mo ro lo vo ko de ra"),
		ends:     split("vka vo sk ino ovo gorsk ye ka nyy skoye"),
		prefixes: split("Novaya Staroye Verkhniy Nizhniy Bol’shoy Malaya"),
		ownStart: split("Бел Крас Нов Стар Верх Низ Бер Гор Зел Кам Лес Мал Озер Пол Сос Тих"),
		ownMid:   split("о е но мо ро ло во ко де ра"),
		ownEn:    split("вка во ск ино ово горск ье ка ный ское"),
	},
	{
		language: "es",
		starts:   split("Ca Ma Ro Sa Ve Pi Lla Gua Chi Co Tu Pa Be Mon Que"),
		middles:  split("ra le no ti ca la ma pe sa ri ña cha llo"),
		ends:     split("s nes les da do ja lo ta teca ría gua ón ito"),
		prefixes: split("San Santa El La Los Las Villa Puerto Río Cerro"),
	},
	{
		language: "zh",
		starts:   split("Bei Nan Dong Xi Shang Xia Da Xiao Chang Hong Qing Bai Long Hei"),
		middles:  split("shan he jia tai ping an guang xing wan yuan lin"),
		ends:     split("zhen cun xiang zhuang tun gou pu qiao dian"),
		ownStart: split("北 南 东 西 上 下 大 小 长 红 青 白 龙 黑"),
		ownMid:   split("山 河 家 台 平 安 广 兴 万 元 林"),
		ownEn:    split("镇 村 乡 庄 屯 沟 堡 桥 店"),
	},
	{
		language: "en",
		starts:   split("Ash Black Brook Clear Elm Fair Green Hart Lin Mill Oak Pine Red Stone Wal West"),
		middles:  split("er ing en s on a"),
		ends:     split("ton ville ford field wood burg ham ley dale port land creek"),
		prefixes: split("Mount Lake New Fort Saint Port North South Upper Lower"),
	},
	{
		language: "fr",
		starts:   split("Beau Bel Char Cour Fon Gran Mar Mont Ville Saul Tour Ver"),
		middles:  split("e i ai en ou eu re le"),
		ends:     split("y ac court mont nay zon lles gny ville rges ères"),
		prefixes: split("Saint- Sainte- Le La Les Mont-"),
	},
	{
		language: "sw",
		starts:   split("Ba Ki Ma Mbu Ngo Nya Ka Lu Mu Wa Zi Chi Ndo"),
		middles:  split("ba ka la ma mba nda ngo ru ta wi zi"),
		ends:     split("la ni ro sha ti wa ye ngo ndo"),
	},
	{
		language: "fa",
		starts:   split("Ab Bar Chah Deh Gol Kal Khosh Mir Naw Qal Rab Shah Sor Taz"),
		middles:  split("-e a e o i ab an"),
		ends:     split("ābād kalay ak ān gāh khel shahr zār nāy war"),
		prefixes: split("Qalah-ye Deh-e Kowtal-e Rūd-e Kōh-e Chāh-e"),
		ownStart: split("آب بر چاه ده گل کل خوش میر نو قل رب شاه سر تاز"),
		ownMid:   split("ه ا ی و ی اب ان"),
		ownEn:    split("آباد کلی ک ان گاه خیل شهر زار نای ور"),
	},
}

func split(s string) []string { return strings.Fields(s) }

// languages are the scripts of alternate names.
var languages = [...]int{4, 2, 5, 1, 0, 3, 7}

// setNames sets the name and the alternate names of a place. A third of the names are
// chosen from a small set, so that there are as many homonyms as in reality.
func (w *world) setNames(p *place, c *country, d *generator) {
	s := &scripts[c.language]
	var words generator
	if d.below(3) == 0 {
		words = generator{mix(uint64(c.language)<<32 | uint64(d.skewed(20_000, 3)))}
	} else {
		words = generator{d.next()}
	}
	var own string
	p.name, own = s.word(&words)
	p.ascii = ascii(p.name)

	// Most places have no other name, a few have dozens.
	n := 0
	if x := d.unit() / 0.55; x < 1 {
		whole, part := math.Modf(w.extra / 0.55 * x * x * 3)
		n = int(whole)
		if d.unit() < part {
			n++
		}
	}
	if p.population > 1_000_000 {
		n += 20
	}
	if n > 0 && own != "" {
		p.alternates = append(p.alternates, alternate{own, s.language})
	}
	for len(p.alternates) < n {
		other := &scripts[languages[d.below(len(languages))]]
		if d.below(2) == 0 {
			other = s
		}
		name, own := other.word(d)
		if own != "" && d.below(3) > 0 {
			name = own
		}
		language := other.language
		if d.below(3) == 0 {
			language = ""
		}
		p.alternates = append(p.alternates, alternate{name, language})
	}
}

// word returns a name in Latin letters and, if the language has one, in its own script.
func (s *script) word(d *generator) (latin, own string) {
	var l, o strings.Builder
	if len(s.prefixes) > 0 && d.below(6) == 0 {
		prefix := s.prefixes[d.below(len(s.prefixes))]
		l.WriteString(prefix)
		if !strings.HasSuffix(prefix, "-") {
			l.WriteByte(' ')
		}
	}
	part := func(latin, own []string) {
		i := d.below(len(latin))
		l.WriteString(latin[i])
		if own != nil {
			o.WriteString(own[i])
		}
	}
	part(s.starts, s.ownStart)
	for range d.below(4) {
		part(s.middles, s.ownMid)
	}
	part(s.ends, s.ownEn)
	return l.String(), o.String()
}

// ascii replaces the letters of names that are not ASCII.
func ascii(s string) string {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] < utf8.RuneSelf
	}
	if plain {
		return s
	}
	return asciiOf.Replace(s)
}

var asciiOf = strings.NewReplacer("ḩ", "h", "ā", "a", "ū", "u", "ī", "i", "ō", "o", "é", "e", "è", "e", "ñ", "n",
	"ó", "o", "í", "i", "‘", "`", "’", "'")

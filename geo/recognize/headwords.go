package recognize

import (
	"regexp"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
)

// headwordForms have the name that begins a paragraph as their group where the paragraph defines it as a place, as encyclopedias do in
// Chinese ("因河（Inn）是多瑙河的一条支流", "梅县区位于广东省"), Japanese ("リエージュはベルギー東部の都市") and Korean ("그라츠는 오스트리아의 도시이다").
var headwordForms = map[string]*regexp.Regexp{
	"zh": regexp.MustCompile(`^([\p{Han}·]{2,10}?)(?:（[^）\n]{0,90}）|\([^)\n]{0,90}\))?(?:，[^，。\n]{1,20})?，?(?:位于|位於|地处|地處|隶属于?|隸屬於?|坐落在|坐落于|发源于|發源於|[是为為](?:位于|位於|[^，。\n]{2,25}(?:城市|城镇|城鎮|市镇|市鎮|[县縣市镇鎮村乡鄉区區州省]|河流|[河江]|湖泊|湖|支流|岛屿|島嶼|[岛島山]|山脉|山脈|山峰|海湾|海灣|海峡|海峽|半岛|半島|峡谷|峽谷|首都|首府|省会|省會|港口|水库|水庫|沙漠|高原|盆地)(?:之一)?[，。、；]))`),
	"ja": regexp.MustCompile(`^([\p{Han}\p{Katakana}ー・々ヶノ]{2,14})(?:（[^）\n]{0,90}）|\([^)\n]{0,90}\))?は、?[^。\n]{2,70}?(?:の(?:都市|町|村|市|区|島|川|河川|山|峠|湖|州|郡|自治体|首都|州都|県都|港町|集落|半島|火山|支流)|水系の[^。\n]{0,8}川|を流れる[^。\n]{0,12}川|(?:にある|に位置する)[^。\n]{0,12}(?:都市|[市町村区島山川湖州県峠岬湾]))(?:[。、のでに]|$)`),
	"ko": regexp.MustCompile(`^([가-힣]{2,10}?)(?:\([^)\n]{0,60}\))?[은는] [^.\n]{2,70}?(?:도시|군|시|읍|강|산|섬|호수|반도|수도|주도|항구|마을|해협|산맥|지류)(?:이다|로,? |으로,? |이며|이고)`),
}

// maxHeadwordForm is the number of bytes of a paragraph that are examined for its definition.
const maxHeadwordForm = 420

// addHeadwords adds the names that begin a paragraph and are defined as places by it in languages with forms of their own, where the
// model found nothing.
func (f *nameFixer) addHeadwords() {
	form := headwordForms[f.language]
	if form == nil {
		return
	}
	for i := range f.d.Tokens {
		if i > 0 && f.d.Tokens[i].Breaks == 0 {
			continue
		}
		start := int(f.d.Tokens[i].Start)
		m := form.FindStringSubmatchIndex(f.d.Text[start:min(len(f.d.Text), start+maxHeadwordForm)])
		if m == nil {
			continue
		}
		s := geo.Span{Start: start + m[2], End: start + m[3]}
		first, last := f.tokensOf(s)
		at, to := f.overlapping(s)
		if at == to && int(f.d.Tokens[last].End) == s.End && !f.isHeadOfOther(s.Text(f.d.Text)) {
			f.insert(at, &multilingual.Name{First: first, Last: last}, s, probabilityDefined)
		}
	}
}

// otherHeads are what the beginning of a paragraph has that defines no place: pronouns and common nouns.
var otherHeads = lexicon.ByLanguage("other-head", lexicon.Words)

// isHeadOfOther reports whether a name that begins a paragraph is that of an organization, a pronoun or a common noun.
func (f *nameFixer) isHeadOfOther(name string) bool {
	ends := func(end string) bool { return strings.HasSuffix(name, end) }
	return f.isGenericWord(name) || slices.ContainsFunc(organizationSuffixes[f.language], ends) ||
		slices.ContainsFunc(otherHeads[f.language], func(word string) bool { return strings.HasPrefix(name, word) || strings.HasSuffix(name, word) })
}

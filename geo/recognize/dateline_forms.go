package recognize

import (
	"regexp"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/internal/multilingual"
)

// datelineForms are the forms of Chinese ("新华社太原5月23日电", "〔記者王善嬿／嘉義報導〕", "（中央社記者林巧璉高雄28日電）"), Japanese
// ("【ナイロビ＝共同】", "【北京共同】") and Korean ("(광주=연합뉴스)") of the place, the day and the agency with which an article begins. They have the place as the first group, and as the second one
// what makes sure that it is one even if the gazetteer lacks it.
var datelineForms = map[string][]*regexp.Regexp{
	"zh": {
		regexp.MustCompile(`^[（(【〔\[]?[据據]?(?:\p{Han}{1,4}[社网網]|本[报報台])(\p{Han}{2,10}?)((?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})月)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?[专專]?[电電讯訊]`),
		regexp.MustCompile(`^[（(【〔\[]?中央社[记記]者\p{Han}{3}(\p{Han}{2,6}?)(\d{1,2}日)[专專]?[电電]`),
		regexp.MustCompile(`^[（(【〔\[][记記]者[^／/〕】）)]{2,16}[／/](\p{Han}{2,8}?)([报報][导導道]|[专專]?[电電])`),
	},
	"ja": {
		regexp.MustCompile(`^[【［（]([\p{Katakana}ー]{2,12})([＝=][^】］）]{1,20}|共同|時事|[ 　][0-9０-９]{1,2}日[^】］）]{1,12})[】］）]`),
		regexp.MustCompile(`^[【［（](\p{Han}{2,5}?)()(?:[＝=][^】］）]{1,20}|共同|時事|[ 　][0-9０-９]{1,2}日[^】］）]{1,12})?[】］）]`),
	},
	"ko": {
		regexp.MustCompile(`^[(\[【]([가-힣]{2,8})(?:\([^)]{1,12}\))?( ?= ?(?:연합뉴스|뉴시스|뉴스1|AP|AFP|로이터|신화|EPA)[^)\]】]{0,24})[)\]】]`),
		regexp.MustCompile(`^[(\[【]([가-힣]{2,8})()(?:\([^)]{1,12}\))? ?= ?[^)\]】]{1,24}[)\]】]`),
	},
}

// maxDatelineForm is the number of bytes of a line that are examined for its dateline.
const maxDatelineForm = 160

// probabilityDateline is the probability of the place of a dateline.
const probabilityDateline = 0.95

// addDatelineForms adds the places of the datelines of languages with forms of their own.
func (f *nameFixer) addDatelineForms() {
	forms := datelineForms[f.language]
	if forms == nil {
		return
	}
	for i := range f.d.Tokens {
		if i > 0 && f.d.Tokens[i].Breaks == 0 {
			continue
		}
		start := int(f.d.Tokens[i].Start)
		line := f.d.Text[start:min(len(f.d.Text), start+maxDatelineForm)]
		for _, form := range forms {
			if s, ok := f.datelineIn(line, form); ok {
				f.addDateline(geo.Span{Start: start + s.Start, End: start + s.End})
				break
			}
		}
	}
}

// datelineIn returns the span of the place of a dateline in a line.
func (f *nameFixer) datelineIn(line string, form *regexp.Regexp) (s geo.Span, ok bool) {
	m := form.FindStringSubmatchIndex(line)
	if m == nil {
		return s, false
	}
	s = geo.Span{Start: m[2], End: m[3]}
	name := s.Text(line)
	if f.matcher.isName(name, f.language) {
		return s, true
	}
	return s, m[4] < m[5] && !slices.ContainsFunc(datelineStops, func(w string) bool { return strings.Contains(name, w) })
}

// datelineStops are words of other beginnings of lines in the form of a dateline.
var datelineStops = []string{"记者", "記者", "今", "昨", "快", "综合", "綜合", "特", "消息", "사진", "자료", "출처", "그래픽", "영상", "제공"}

// addDateline makes a span the mention of the place of a dateline.
func (f *nameFixer) addDateline(s geo.Span) {
	from, to := f.overlapping(s)
	if from < to {
		if f.mentions[from].Span == s {
			f.mentions[from].Role = geo.RoleDateline
		}
		return
	}
	first, last := f.tokensOf(s)
	f.insert(from, &multilingual.Name{First: first, Last: last}, s, probabilityDateline)
	f.mentions[from].Role = geo.RoleDateline
}

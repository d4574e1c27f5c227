package translit

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// pinyinTable has a syllable of Hanyu Pinyin without tones in each line, and the characters that are mostly read so: the field kMandarin
// of Unihan 15.0 (© Unicode, Inc.) for the 13,700 characters of GB 2312 and Big5, with ü as u.
//
//go:embed pinyin.txt
var pinyinTable string

// syllables has the readings of characters.
var syllables = sync.OnceValue(func() map[rune]string {
	m := make(map[rune]string, 1<<14)
	for line := range strings.Lines(pinyinTable) {
		syllable, characters, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		for _, r := range characters {
			m[r] = syllable
		}
	}
	return m
})

// counties are the common nouns that end the names of areas and towns of China, with the word by which Latin names have them after a
// single character: "浚县" is Xun Xian.
var counties = []struct{ noun, latin string }{
	{"自治县", "zizhixian"}, {"自治州", "zizhizhou"}, {"地区", "diqu"}, {"新区", "xinqu"}, {"街道", "jiedao"},
	{"省", "sheng"}, {"市", "shi"}, {"县", "xian"}, {"縣", "xian"}, {"区", "qu"}, {"區", "qu"}, {"镇", "zhen"}, {"鎮", "zhen"}, {"乡", "xiang"}, {"鄉", "xiang"}, {"村", "cun"}, {"旗", "qi"}, {"盟", "meng"}, {"州", "zhou"},
}

// Pinyin returns the Latin forms of a Chinese name, the likeliest first, none if it has a character without a reading: "Qingyuan" of "清苑区",
// "Jixi" of "绩溪县".
func Pinyin(name string) []string {
	var forms []string
	for _, c := range counties {
		stem, ok := strings.CutSuffix(name, c.noun)
		if !ok || stem == "" {
			continue
		}
		s, ok := readPinyin(stem)
		if !ok {
			return nil
		}
		if utf8.RuneCountInString(stem) == 1 {
			return []string{s + " " + strings.ToUpper(c.latin[:1]) + c.latin[1:], s + c.latin}
		}
		forms = append(forms, s)
		break
	}
	if s, ok := readPinyin(name); ok {
		forms = append(forms, s)
	}
	return forms
}

// maxPinyin is the number of characters of the longest name that is read.
const maxPinyin = 8

// readPinyin returns the syllables of a name as one capitalized word.
func readPinyin(name string) (string, bool) {
	if n := utf8.RuneCountInString(name); n == 0 || n > maxPinyin {
		return "", false
	}
	var b strings.Builder
	for _, r := range name {
		s, ok := syllables()[r]
		if !ok {
			return "", false
		}
		if b.Len() == 0 {
			s = strings.ToUpper(s[:1]) + s[1:]
		}
		b.WriteString(s)
	}
	return b.String(), true
}

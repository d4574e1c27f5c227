package multilingual

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/script"
	"dateline/geo/internal/tagger"
)

// spellings are the words of a text that are spelled in another way than the recognizer was trained on, by token: decomposed
// letters, soft hyphens, Serbian in Cyrillic letters, Arabic letters in Persian and Urdu, and words in capitals in Turkish.
type spellings map[int32]string

// arabicLetters are the letters that writers of Persian and Urdu type on Arabic keyboards, and those of their languages.
var arabicLetters = map[string]*strings.Replacer{
	"fa": strings.NewReplacer("ي", "ی", "ى", "ی", "ك", "ک"),
	"ur": strings.NewReplacer("ي", "ی", "ى", "ی", "ك", "ک", "ه", "ہ"),
}

// bengaliLetters are the letters that the Bengali corpora have as one character and NFC divides (composition exclusions of Unicode).
var bengaliLetters = strings.NewReplacer("\u09af\u09bc", "\u09df", "\u09a1\u09bc", "\u09dc", "\u09a2\u09bc", "\u09dd")

// isArabicLetter reports whether r may be replaced by arabicLetters.
func isArabicLetter(r rune) bool { return r == 'ي' || r == 'ى' || r == 'ك' || r == 'ه' }

// softHyphen is where pages may divide a word at the end of a line.
const softHyphen = "\u00ad"

// respell sets the hashes of the words with other spellings to those of the usual ones, and remembers these.
func (d *Document) respell() {
	clear(d.spellings)
	if d.Language == "zh" {
		d.simplify()
	}
	letters := arabicLetters[d.Language]
	composed, hyphenated := script.IsComposed(d.Text), strings.Contains(d.Text, softHyphen)
	serbian := d.Language == "sr"
	if letters == nil && composed && !hyphenated && !serbian {
		return
	}
	for i := range d.Tokens {
		s := d.Tokens[i].Text(d.Text)
		usual := s
		if letters != nil && strings.ContainsFunc(s, isArabicLetter) {
			usual = letters.Replace(usual)
		}
		if hyphenated {
			usual = strings.ReplaceAll(usual, softHyphen, "")
		}
		if !composed && !script.IsComposed(usual) {
			usual = norm.NFC.String(usual)
			if d.Language == "bn" {
				usual = bengaliLetters.Replace(usual)
			}
		}
		if serbian && d.Tokens[i].IsWord() && s[0] >= utf8.RuneSelf {
			usual = script.SerbianLatin(usual) // the letters of the corpus
		}
		if usual != s {
			d.setSpelling(int32(i), usual)
		}
	}
}

// simplify sets the hashes of traditional Chinese characters to those of the simplified ones, which most texts that the recognizer was
// trained on are written with.
func (d *Document) simplify() {
	for i := range d.Tokens {
		t := &d.Tokens[i]
		r, size := utf8.DecodeRuneInString(d.Text[t.Start:t.End])
		if s := gazetteer.Simplified(r); s != r && size == int(t.End-t.Start) {
			t.Lower = tagger.HashLower(string(s))
		}
	}
}

// setSpelling sets the spelling of token i.
func (d *Document) setSpelling(i int32, usual string) {
	if d.spellings == nil {
		d.spellings = spellings{}
	}
	d.spellings[i] = usual
	d.Tokens[i].Lower = tagger.HashLower(usual)
}

// wordOf returns the text of token i in its usual spelling.
func (d *Document) wordOf(i int32) string {
	if len(d.spellings) > 0 {
		if s, ok := d.spellings[i]; ok {
			return s
		}
	}
	return d.Tokens[i].Text(d.Text)
}

// spellTurkish sets the spelling of a word in capitals to that of ordinary text, in which Turkish has ı for the letter I after
// the first one.
func (d *Document) spellTurkish(i int32) {
	if !joinsSuffixes(d.Language) || d.Tokens[i].Class != tagger.ClassUpper {
		return
	}
	s := d.wordOf(i)
	_, size := utf8.DecodeRuneInString(s)
	d.setSpelling(i, s[:size]+strings.ToLowerSpecial(unicode.TurkishCase, s[size:]))
}

package text_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/text"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// TestFold reads the cases that the viewer's folding must pass as well.
// Bytes of windows-1252 that were read as Latin-1 are the characters that they stand for, not line ends.
func TestNormalizeReadsWindows1252(t *testing.T) {
	for in, want := range map[string]string{
		"Kabul\u0097the capital":             "Kabul—the capital",
		"\u0093Wait\u0085\u0094\nit\u0092s":  "“Wait…”\nit’s",
		"One.\u0085Two.":                     "One.\nTwo.",
		"a\u0081b\u009dc\ufdd0d\ufffee\x00f": "abcdef",
	} {
		if got := text.Normalize(in); got != want {
			t.Errorf("Normalize(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	b, err := os.ReadFile("testdata/fold.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		in, want, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if got := text.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		once := text.Fold(s)
		if twice := text.Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q, again %q", s, once, twice)
		}
		if composed := text.Fold(norm.NFD.String(s)); composed != once {
			t.Fatalf("Fold(%q) = %q, decomposed %q", s, once, composed)
		}
	})
}

func TestNormalize(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     "",
		" a \t b ":                             "a b",
		"a\r\nb\rc":                            "a\nb\nc",
		"a\n\n\n\nb":                           "a\n\nb",
		"a \n \n b":                            "a\n\nb",
		"a\u2028b\u2029c\fd":                   "a\nb\n\nc\n\nd",
		"Ka\u00adbul and Chi\u200bna":          "Kabul and China",
		"\ufeffe\u0301\u202btat\u202c":         "\u00e9tat",
		"\u0645\u06cc\u200c\u0634\u0648\u062f": "\u0645\u06cc\u200c\u0634\u0648\u062f",
		"a\x00b\x07c\u00a0d":                   "abc d",
		"bad \xff byte":                        "bad \ufffd byte",
	} {
		if got := text.Normalize(in); got != want {
			t.Errorf("Normalize(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	f.Add("a\u0301 \r\n\u00a0b\x00c\xff")
	f.Fuzz(func(t *testing.T, s string) {
		once := text.Normalize(s)
		if !utf8.ValidString(once) || !norm.NFC.IsNormalString(once) {
			t.Errorf("Normalize(%q) = %q is not UTF-8 in NFC", s, once)
		}
		if twice := text.Normalize(once); twice != once {
			t.Errorf("Normalize(%q) = %q, again %q", s, once, twice)
		}
	})
}

// samples are news sentences, one a script.
var samples = map[string]string{
	"russian":  "Землетрясение произошло в субботу утром недалеко от Махачкалы, сообщили местные власти. Пострадавших нет, здания осматривают.",
	"arabic":   "أعلنت السلطات في مدينة الموصل أن الفيضانات ألحقت أضرارا بعدد من الأحياء السكنية على ضفاف نهر دجلة يوم الأحد.",
	"hebrew":   "המשטרה בחיפה הודיעה ביום שני כי הכביש המהיר נסגר לתנועה בשל שיטפונות, וכי התושבים מתבקשים להישאר בבתיהם.",
	"greek":    "Οι αρχές στη Θεσσαλονίκη ανακοίνωσαν τη Δευτέρα ότι οι πλημμύρες προκάλεσαν ζημιές σε πολλά σπίτια της πόλης.",
	"japanese": "土曜日の朝、仙台市の沖合で強い地震があり、気象庁は津波の心配はないと発表しました。けが人の情報はありません。",
	"korean":   "토요일 아침 부산 앞바다에서 강한 지진이 발생했으며 당국은 해일의 우려는 없다고 발표했습니다. 인명 피해는 없습니다.",
	"chinese":  "周六早晨，四川省发生强烈地震，当地政府表示目前没有人员伤亡的报告，救援人员已经赶往现场进行检查。",
	"taiwan":   "週六早晨，花蓮縣發生強烈地震，當地政府表示目前沒有人員傷亡的報告，救援人員已經趕往現場進行檢查。",
	"french":   "Les autorités de Béziers ont annoncé lundi que les inondations avaient endommagé plusieurs écoles près de la rivière.",
}

func TestDecode(t *testing.T) {
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	utf16BE := unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	for _, test := range []struct {
		name        string
		encoding    encoding.Encoding
		sample      string
		contentType string
	}{
		{"UTF-8", encoding.Nop, "chinese", ""},
		{"UTF-16 little endian", utf16, "russian", ""},
		{"UTF-16 big endian", utf16BE, "korean", ""},
		{"declared windows-1252", charmap.Windows1252, "french", "text/plain; charset=windows-1252"},
		{"declared ISO-8859-7", charmap.ISO8859_7, "greek", "text/plain; charset=iso-8859-7"},
		{"windows-1251", charmap.Windows1251, "russian", ""},
		{"KOI8-R", charmap.KOI8R, "russian", ""},
		{"windows-1256", charmap.Windows1256, "arabic", ""},
		{"windows-1255", charmap.Windows1255, "hebrew", ""},
		{"windows-1253", charmap.Windows1253, "greek", ""},
		{"Shift JIS", japanese.ShiftJIS, "japanese", ""},
		{"EUC-JP", japanese.EUCJP, "japanese", ""},
		{"EUC-KR", korean.EUCKR, "korean", ""},
		{"GB 18030", simplifiedchinese.GB18030, "chinese", ""},
		{"Big5", traditionalchinese.Big5, "taiwan", ""},
		{"ISO-8859-1", charmap.ISO8859_1, "french", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := samples[test.sample]
			b, err := test.encoding.NewEncoder().Bytes([]byte(want))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := text.Decode(b, test.contentType); got != want || err != nil {
				t.Errorf("Decode = %q, %v", got, err)
			}
			r, err := text.NewReader(bytes.NewReader(b), test.contentType)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(r); string(got) != want || err != nil {
				t.Errorf("NewReader gives %q, %v", got, err)
			}
		})
	}
}

func TestDecodeRemovesTheMark(t *testing.T) {
	if got, err := text.Decode([]byte("\xef\xbb\xbfKabul"), ""); got != "Kabul" || err != nil {
		t.Errorf("Decode = %q, %v", got, err)
	}
}

// A character may lie across the border of what the encoding is detected from.
func TestNewReaderOfALongText(t *testing.T) {
	for shift := range 4 {
		want := strings.Repeat("a", shift) + strings.Repeat("€", 1<<20)
		r, err := text.NewReader(strings.NewReader(want), "")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); string(got) != want || err != nil {
			t.Errorf("with %d bytes before: %d bytes, %v", shift, len(got), err)
		}
	}
}

func TestNewReaderOfABrokenStream(t *testing.T) {
	broken := errors.New("broken")
	if _, err := text.NewReader(iotest.ErrReader(broken), ""); !errors.Is(err, broken) {
		t.Errorf("NewReader: %v", err)
	}
}

func TestLineReader(t *testing.T) {
	long := strings.Repeat("x", 200_000)
	r := text.NewLineReader(strings.NewReader("\xef\xbb\xbfone\r\n\n"+long[1:]+"\nthree\n"+long+"\nfour"), 200_000)
	var got []string
	for {
		line, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.Is(err, geo.ErrTooLarge) {
			line = []byte("too long")
		} else if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(line))
	}
	want := []string{"one", "", long[1:], "three", "too long", "four"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("lines %.60q, want %q", got, want)
	}
}

func TestLineReaderOfABrokenStream(t *testing.T) {
	broken := errors.New("broken")
	r := text.NewLineReader(io.MultiReader(strings.NewReader("one\ntw"), iotest.ErrReader(broken)), 100)
	if line, err := r.Next(); string(line) != "one" || err != nil {
		t.Fatalf("Next = %q, %v", line, err)
	}
	if _, err := r.Next(); !errors.Is(err, broken) {
		t.Errorf("Next: %v", err)
	}
}

func TestFormatBytes(t *testing.T) {
	for n, want := range map[int64]string{64 << 20: "64 MiB", 1000: "1000 bytes", 2 << 30: "2 GiB", 64 << 10: "64 KiB", 0: "0 bytes"} {
		if got := text.FormatBytes(n); got != want {
			t.Errorf("FormatBytes(%d) = %q, want %q", n, got, want)
		}
	}
}

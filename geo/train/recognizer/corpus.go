package recognizer

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/internal/tagger"
)

// corpus describes a token-level corpus.
type corpus struct {
	pattern string // file names, see [filepath.Match]
	// placesOnly reports whether persons and organizations are not labeled.
	placesOnly bool
	// splitHyphens reports whether hyphens within words are separate tokens.
	splitHyphens bool
	// weight is the weight of a sentence.
	weight float32
}

// corpora are the openly licensed corpora of the tagger. The model card has their licenses.
var corpora = []corpus{
	{pattern: "gmb_clean.tsv.gz", weight: 0.15},
	{pattern: "uner_*.tsv.gz", splitHyphens: true, weight: 1},
	{pattern: "gum_clean.tsv.gz", splitHyphens: true, weight: 1},
	{pattern: "re3d_*.tsv.gz", weight: 1},
	{pattern: "wikigold.tsv.gz", weight: 1},
	{pattern: "redocred_*.tsv.gz", weight: 1},
	{pattern: "crossner.tsv.gz", weight: 1},
	{pattern: "litbank.tsv.gz", weight: 0.5},
	{pattern: "btc.tsv.gz", weight: 0.5},
	{pattern: "wnut17_*.tsv.gz", weight: 0.5},
	{pattern: "idrisi_r_en_*.tsv.gz", placesOnly: true, weight: 0.5},
	{pattern: "wotr_*.tsv.gz", placesOnly: true, weight: 0.3},
}

// sentence is a labeled sentence, or a labeled document.
type sentence struct {
	text  string
	names []labeledName
	// hidden are the spans in which names of the gazetteer are ignored.
	hidden []geo.Span
	corpus
}

// labeledName is a span and the label with which it begins.
type labeledName struct {
	geo.Span
	label tagger.Label
}

// typeLabels maps the types of the corpora to labels.
var typeLabels = map[string]tagger.Label{
	"LOC": tagger.BeginPlace, "GPE": tagger.BeginPlace, "FAC": tagger.BeginPlace, "NORP": tagger.BeginAdjective,
	"PER": tagger.BeginPerson, "ORG": tagger.BeginOrganization, "MISC": tagger.BeginOther, "EVE": tagger.BeginOther,
	"OBJ": tagger.BeginOther, "ART": tagger.BeginOther, "VEH": tagger.BeginOther,
}

// readCorpora returns the sentences of the given corpus files, or, without such files, those of all
// corpora in folder dir.
func readCorpora(dir string, files []string) ([]sentence, error) {
	var all []sentence
	var err error
	for _, path := range files {
		if all, err = readCorpus(all, path, corpus{weight: 1}); err != nil {
			return nil, err
		}
	}
	if len(files) > 0 {
		return all, nil
	}
	for _, c := range corpora {
		paths, err := filepath.Glob(filepath.Join(dir, c.pattern))
		if err != nil {
			return nil, fmt.Errorf("finding the corpus files %s: %w", c.pattern, err)
		}
		if len(paths) == 0 {
			return nil, geo.Errorf(geo.ErrNotFound, "the folder %s contains no corpus file %s", dir, c.pattern)
		}
		for _, path := range paths {
			if all, err = readCorpus(all, path, c); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// readCorpus appends the sentences of a corpus file, which is gzip-compressed if its name ends with
// ".gz", to dst.
func readCorpus(dst []sentence, path string, c corpus) ([]sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening a corpus file: %w", err)
	}
	defer f.Close()
	var r io.Reader = f
	if filepath.Ext(path) == ".gz" {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, geo.Errorf(geo.ErrInput, "the corpus file %s is not gzip-compressed: %w", path, err)
		}
	}
	dst, err = readTSV(dst, r, c)
	if err != nil {
		return nil, fmt.Errorf("reading the corpus file %s: %w", path, err)
	}
	return dst, nil
}

// maxLine is the length of the longest line of a corpus file in bytes.
const maxLine = 1 << 20

// readTSV appends the sentences of a corpus to dst. A line is "token<TAB>label"; an empty line ends a
// sentence, and lines that begin with "# " are between documents.
func readTSV(dst []sentence, r io.Reader, c corpus) ([]sentence, error) {
	var words, tags []string
	flush := func() {
		if len(words) > 0 {
			dst = append(dst, detokenize(words, tags, c))
		}
		words, tags = words[:0], tags[:0]
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		word, tag, hasTab := strings.Cut(line, "\t")
		switch {
		case line == "":
			flush()
		case hasTab && utf8.ValidString(word):
			words, tags = append(words, word), append(tags, tag)
		case strings.HasPrefix(line, "# "):
			flush()
		default:
			return nil, geo.Errorf(geo.ErrInput, "line %d has no tab or is not UTF-8", n)
		}
	}
	flush()
	return dst, lines.Err()
}

// detokenize returns a sentence as running text, so that the tagger is trained on text divided by its
// own tokenizer. tags has the BIO tag of each word.
func detokenize(words, tags []string, c corpus) sentence {
	var b strings.Builder
	out := sentence{corpus: c}
	joined := true // no space before the next word
	quoted := map[string]bool{}
	for i, w := range words {
		w = unescape(w)
		joinLeft, joinRight := spacing(w)
		switch {
		case w == `"` || w == "'":
			joinLeft, joinRight = quoted[w], !quoted[w]
			quoted[w] = !quoted[w]
		case c.splitHyphens && w == "-" && i > 0 && i+1 < len(words) && beginsAlnum(words[i-1]) && beginsAlnum(words[i+1]):
			joinLeft, joinRight = true, true
		}
		if !joined && !joinLeft {
			b.WriteByte(' ')
		}
		joined = joinRight
		start := b.Len()
		b.WriteString(w)
		prefix, kind, _ := strings.Cut(tags[i], "-")
		l, named := typeLabels[kind]
		if !named {
			continue
		}
		if n := len(out.names); prefix == "I" && n > 0 && i > 0 && tags[i-1] != "O" && out.names[n-1].label == l {
			out.names[n-1].End = b.Len()
		} else {
			out.names = append(out.names, labeledName{geo.Span{Start: start, End: b.Len()}, l})
		}
	}
	out.text = b.String()
	return out
}

// unescape returns a word without the Penn Treebank's escapes of quotation marks and parentheses.
func unescape(w string) string {
	switch w {
	case "``", "''":
		return `"`
	case "-LRB-":
		return "("
	case "-RRB-":
		return ")"
	}
	return w
}

// beginsAlnum reports whether w begins with a letter or digit.
func beginsAlnum(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// spacing reports whether w is written without a space before and after it.
func spacing(w string) (joinLeft, joinRight bool) {
	switch w {
	case ",", ".", ";", ":", "!", "?", ")", "]", "}", "%", "...", "”", "’",
		"'s", "’s", "'m", "'re", "'ve", "'ll", "'d", "n't", "n’t", "’re", "’ve", "’ll", "’m", "’d":
		return true, false
	case "(", "[", "{", "$", "£", "€", "“", "‘":
		return false, true
	case "/":
		return true, true
	}
	return false, false
}

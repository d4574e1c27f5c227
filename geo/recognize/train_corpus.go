package recognize

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
)

// corpus describes one set of labelled sentences: which of its labels can be
// trusted.
type corpus struct {
	pattern string
	// placesOnly says that persons and organisations were not labelled.
	placesOnly bool
	// splitHyphens says that hyphens inside words are tokens of their own.
	splitHyphens bool
	// weight is how much one of its sentences counts.
	weight float32
}

// corpora are the openly licensed sets that the tagger is trained on; see the
// model card for their licences.
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

// labelled is a sentence, or a whole article, with what its names are.
type labelled struct {
	text  string
	names []labelledName
	// hidden are the spans in which the gazetteer's names are not seen.
	hidden []geo.Span
	corpus
}

// labelledName is a span and the label with which it begins.
type labelledName struct {
	geo.Span
	label label
}

// typeLabels maps the types of the training files to labels.
var typeLabels = map[string]label{
	"LOC": beginPlace, "GPE": beginPlace, "FAC": beginPlace, "NORP": beginAdjective, "PER": beginPerson, "ORG": beginOrg,
	"MISC": beginOther, "EVE": beginOther, "OBJ": beginOther, "ART": beginOther, "VEH": beginOther,
}

// readCorpora reads all sentences of the training files in folder dir.
func readCorpora(dir string, without map[string]bool) ([]labelled, error) {
	var all []labelled
	for _, c := range corpora {
		if without[c.pattern] {
			continue
		}
		paths, err := filepath.Glob(filepath.Join(dir, c.pattern))
		if err != nil {
			return nil, fmt.Errorf("looking for training files %s: %w", c.pattern, err)
		}
		if len(paths) == 0 {
			return nil, geo.Errorf(geo.ErrNotFound, "no training file %s in %s", c.pattern, dir)
		}
		for _, p := range paths {
			if all, err = readCorpus(all, p, c); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

func readCorpus(dst []labelled, path string, c corpus) ([]labelled, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening training file: %w", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "training file %s is not gzip: %w", path, err)
	}
	dst, err = readTSV(dst, z, c)
	if err != nil {
		return nil, fmt.Errorf("training file %s: %w", path, err)
	}
	return dst, nil
}

// readTSV reads sentences of "token<TAB>label" lines, with an empty line after
// each sentence and "# doc" lines between documents.
func readTSV(dst []labelled, r io.Reader, c corpus) ([]labelled, error) {
	var words, labels []string
	flush := func() {
		if len(words) > 0 {
			dst = append(dst, join(words, labels, c))
		}
		words, labels = words[:0], labels[:0]
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		word, tag, ok := strings.Cut(line, "\t")
		switch {
		case line == "":
			flush()
		case ok && utf8.ValidString(word):
			words, labels = append(words, word), append(labels, tag)
		case strings.HasPrefix(line, "# "):
			flush()
		default:
			return nil, geo.Errorf(geo.ErrInput, "line %d has no tab or is not UTF-8", n)
		}
	}
	flush()
	return dst, lines.Err()
}

// join writes the words of a sentence as running text, so that the tagger learns
// from text cut by its own tokeniser.
func join(words, tags []string, c corpus) labelled {
	var b strings.Builder
	out := labelled{corpus: c}
	glue := true // no space before the next word
	open := map[string]bool{}
	for i, w := range words {
		switch w {
		case "``", "''":
			w = `"`
		case "-LRB-":
			w = "("
		case "-RRB-":
			w = ")"
		}
		before, after := spacing(w)
		switch {
		case w == `"` || w == "'":
			before, after = open[w], !open[w]
			open[w] = !open[w]
		case c.splitHyphens && w == "-" && i > 0 && i+1 < len(words) && wordy(words[i-1]) && wordy(words[i+1]):
			before, after = true, true
		}
		if !glue && !before {
			b.WriteByte(' ')
		}
		glue = after
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
			out.names = append(out.names, labelledName{geo.Span{Start: start, End: b.Len()}, l})
		}
	}
	out.text = b.String()
	return out
}

// wordy reports whether w begins with a letter or digit.
func wordy(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// spacing reports whether w is written without a space before and after it.
func spacing(w string) (before, after bool) {
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

package recognizer

import (
	"fmt"
	"path/filepath"
	"strings"

	"dateline/geo"
	"dateline/geo/eval/conll"
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
	// language is the code of the language, "" for English.
	language string
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

// readCorpus appends the sentences of a corpus file to dst.
func readCorpus(dst []sentence, path string, c corpus) ([]sentence, error) {
	docs, err := conll.ReadFile(path, conll.Options{SplitHyphens: c.splitHyphens})
	if err != nil {
		return nil, err
	}
	for i := range docs {
		for k := range docs[i].Sentences {
			dst = append(dst, newSentence(&docs[i].Sentences[k], c))
		}
	}
	return dst, nil
}

// newSentence returns a sentence of a corpus with the labels of its names.
func newSentence(s *conll.Sentence, c corpus) sentence {
	out := sentence{corpus: c, text: s.Text}
	for _, n := range s.Names {
		label := typeLabels[n.Type]
		if n.Type == "FAC" && c.language != "" && isRoute(n.Text(s.Text)) {
			label = tagger.BeginOther
		}
		out.names = append(out.names, labeledName{n.Span, label})
	}
	return out
}

// isRoute reports whether a name is only the number of a road or line, such as "A45" and "#S 7", which is no place that a
// gazetteer has.
func isRoute(name string) bool {
	letters := strings.TrimRight(strings.TrimLeft(name, "#"), "0123456789")
	digits := len(strings.TrimLeft(name, "#")) - len(letters)
	letters = strings.TrimRight(letters, " -")
	return digits > 0 && len(letters) > 0 && len(letters) <= 3 && strings.Trim(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

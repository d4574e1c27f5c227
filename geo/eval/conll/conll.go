// Package conll reads token-level corpora in the format of CoNLL with BIO labels as running text.
//
// A line is "token<TAB>label", an empty line ends a sentence, and "# doc SPLIT/ID" begins a document. The
// tokens are joined to text as the language writes it, so that a tagger is trained and measured on text
// divided by its own tokenizer.
package conll

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"dateline/geo"
)

// Document is a document of a corpus, or a corpus without documents.
type Document struct {
	// ID is the document's identifier without its split, "" for a corpus without documents.
	ID        string
	Sentences []Sentence
}

// Sentence is a labeled sentence.
type Sentence struct {
	Text  string
	Names []Name
}

// Name is a labeled span of a sentence. Type is the label without "B-" or "I-".
type Name struct {
	geo.Span
	Type string
}

// Options are the conventions of a corpus.
type Options struct {
	// Language is the BCP 47 code of the language, which decides how tokens are joined.
	Language string
	// SplitHyphens reports whether hyphens within words are separate tokens.
	SplitHyphens bool
}

// class is a group of types. A name whose tokens have different types of one class is one name.
type class uint8

const (
	classNone class = iota // not a name: quantities, times
	classPlace
	classPeople
	classPerson
	classOrganization
	classOther
)

// classes maps the types of the corpora to classes.
var classes = map[string]class{
	"LOC": classPlace, "GPE": classPlace, "FAC": classPlace, "NORP": classPeople,
	"PER": classPerson, "ORG": classOrganization, "MISC": classOther, "EVE": classOther,
	"OBJ": classOther, "ART": classOther, "VEH": classOther,
}

// heldOutShare is the number of documents of which one is held out.
const heldOutShare = 10

// HeldOut reports whether the document belongs to the tenth of its corpus that is kept for measurement:
// whether the FNV-1a hash of its identifier is divisible by ten.
func (d *Document) HeldOut() bool { return d.Tenth() == 0 }

// Development reports whether the document belongs to the tenth by which thresholds are chosen.
func (d *Document) Development() bool { return d.Tenth() == 1 }

// minLabeled is the length in bytes of a text that contains a name of a person, place or organization.
const minLabeled = 5000

// Unlabeled reports whether nobody labeled the document: it is long and has no names. The NewsEye corpora
// contain such documents.
func (d *Document) Unlabeled() bool {
	length := 0
	for i := range d.Sentences {
		if len(d.Sentences[i].Names) > 0 {
			return false
		}
		length += len(d.Sentences[i].Text)
	}
	return length >= minLabeled
}

// Tenth returns the tenth of its corpus, from 0 to 9, that the document belongs to by the FNV-1a hash of its identifier.
func (d *Document) Tenth() int {
	h := fnv.New32a()
	_, _ = io.WriteString(h, d.ID)
	return int(h.Sum32() % heldOutShare)
}

// IsCorpus reports whether path is named like a token-level corpus.
func IsCorpus(path string) bool {
	return strings.HasSuffix(path, ".tsv") || strings.HasSuffix(path, ".tsv.gz")
}

// CorpusName returns the name of the corpus in a file: the file's name without folder and extensions.
func CorpusName(path string) string {
	name, _, _ := strings.Cut(filepath.Base(path), ".")
	return name
}

// LanguageOf returns the language of a corpus file by its name, "fr" for "fr-sequoia.tsv.gz", or "" if the
// name does not begin with the code of a language and a hyphen.
func LanguageOf(path string) string {
	code, _, ok := strings.Cut(CorpusName(path), "-")
	if !ok || len(code) < 2 || len(code) > 3 {
		return ""
	}
	return code
}

// ReadFile reads a corpus file, which is gzip-compressed if its name ends with ".gz".
func ReadFile(path string, o Options) ([]Document, error) {
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
	docs, err := Read(r, o)
	if err != nil {
		return nil, fmt.Errorf("reading the corpus file %s: %w", path, err)
	}
	return docs, nil
}

// maxLine is the length of the longest line of a corpus file in bytes.
const maxLine = 1 << 20

// documentLine begins the line before a document.
const documentLine = "# doc "

// Read reads a corpus. The error wraps [geo.ErrInput] if a line has no tab or is not UTF-8.
func Read(r io.Reader, o Options) ([]Document, error) {
	var docs []Document
	var words, tags []string
	flush := func() {
		if len(words) > 0 {
			if len(docs) == 0 {
				docs = append(docs, Document{})
			}
			d := &docs[len(docs)-1]
			d.Sentences = append(d.Sentences, join(words, tags, o))
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
			if id, ok := strings.CutPrefix(line, documentLine); ok {
				if _, after, ok := strings.Cut(id, "/"); ok {
					id = after
				}
				docs = append(docs, Document{ID: id})
			}
		default:
			return nil, geo.Errorf(geo.ErrInput, "line %d has no tab or is not UTF-8", n)
		}
	}
	flush()
	return docs, lines.Err()
}

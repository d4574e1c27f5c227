package recognize

import (
	"context"
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// Model is a trained model. It may be used by any number of recognizers and goroutines.
type Model struct{ tagger *tagger.Model }

// LoadModel decodes a model file, which "dateline-train recognizer" writes. The error wraps
// [geo.ErrCorrupt] if b is not a complete model file of the current format version.
func LoadModel(b []byte) (*Model, error) {
	m, err := tagger.Decode(b)
	if err != nil {
		return nil, err
	}
	return &Model{m}, nil
}

// Version returns the version of the model, which is computed from its content.
func (m *Model) Version() string { return m.tagger.Version() }

// Recognizer finds mentions with trained models. It is safe for concurrent use.
type Recognizer struct {
	model     *tagger.Model
	languages languageModels
	pool      sync.Pool // of *scratch
}

// scratch is the memory that recognition of one article uses.
type scratch struct {
	doc     *tagger.Document
	foreign *multilingual.Document
	matcher gazetteerMatcher
	matches []gazetteerMatch
}

// methodTagger is the method of trained models, a value of [geo.Recognition].Model.
const methodTagger = "tagger"

// New returns a recognizer that uses model m and the names of gazetteer g. If g is nil, it finds
// fewer of the names that are not in the training texts.
func New(m *Model, g *gazetteer.Gazetteer, options ...Option) *Recognizer {
	r := &Recognizer{model: m.tagger}
	for _, o := range options {
		o(r)
	}
	unspaced := multilingual.NewUnspacedNames(g)
	r.pool.New = func() any {
		return &scratch{doc: tagger.NewDocument(g), foreign: multilingual.NewDocument(g, unspaced, m.tagger.Lexicon), matcher: newGazetteerMatcher(g)}
	}
	return r
}

// Option is an option of a recognizer.
type Option func(*Recognizer)

// WithLanguages makes a recognizer use the models of other languages. open returns the model file of a
// language, which "dateline-train languages" writes, or nil. It is called when the first text in the language
// is recognized.
func WithLanguages(open func(language string) []byte) Option {
	return func(r *Recognizer) { r.languages.open = open }
}

// Recognize finds the mentions of a. The error wraps [geo.ErrTooLarge] if its text has more than
// 2 GiB, or is that of ctx.
func (r *Recognizer) Recognize(ctx context.Context, a *geo.Article) (*geo.Recognition, error) {
	if len(a.Text) > math.MaxInt32 {
		return nil, geo.Errorf(geo.ErrTooLarge, "the text of the article has %d bytes, more than the limit of %d", len(a.Text), math.MaxInt32)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := r.pool.Get().(*scratch)
	defer r.pool.Put(s)
	s.doc.Scan(r.model, a.Text)
	language, _, _ := strings.Cut(strings.ToLower(a.Language), "-")
	if language == "" {
		var parts []geo.LanguagePart
		if language, parts = identifyLanguages(s.doc); len(parts) > 1 {
			return r.recognizeParts(s, a.Text, language, parts)
		}
	}
	return r.recognize(s, language)
}

// recognize finds the mentions of the text that s.doc has scanned, which is in the given language.
func (r *Recognizer) recognize(s *scratch, language string) (*geo.Recognition, error) {
	d := s.doc
	if language == english || language == undetermined && mostlyLatin(d.Text, d.Tokens) {
		return recognizeEnglish(d, r.model, language), nil
	}
	m, err := r.languages.model(language)
	if err != nil {
		return nil, err
	}
	if m.tagger != nil {
		out := recognizeForeign(s.foreign, d, m, language)
		if s.matcher.finder != nil {
			s.matcher.addProvinces(s.foreign, language)
			f := nameFixer{d: s.foreign, matcher: &s.matcher, language: language, mentions: out.Mentions}
			f.fix()
			out.Mentions = f.mentions
			out.Mentions = s.matcher.addDotted(s.matcher.dropHomographs(out.Mentions, language), s.foreign)
		}
		out.Mentions = s.matcher.setUnions(out.Mentions, d.Text, language)
		return out, nil
	}
	return recognizeStrictly(s, m, language), nil
}

// recognizeEnglish finds the mentions of the text that d has scanned.
func recognizeEnglish(d *tagger.Document, m *tagger.Model, language string) *geo.Recognition {
	d.Match()
	d.Tag(m)
	return &geo.Recognition{
		Language: language, Model: methodTagger, Tokens: tokensOf(d.Tokens), Sentences: append([]geo.Span(nil), d.Sentences...),
		Mentions: taggedMentions(d, m),
	}
}

// recognizeStrictly finds the mentions of the text that s.doc has scanned, in a language without a trained model.
func recognizeStrictly(s *scratch, m *languageModel, language string) *geo.Recognition {
	d := s.doc
	d.Match()
	s.matches = s.matcher.match(s.matches[:0], d, language, m.context)
	out := &geo.Recognition{
		Language: language, Model: geo.MethodStrict, Tokens: tokensOf(d.Tokens), Sentences: append([]geo.Span(nil), d.Sentences...),
		Mentions: matchedMentions(d, s.matches),
	}
	if s.matcher.finder != nil && len(nounJoiners[language]) > 0 {
		s.foreign.Read(d.Text, language, d.Tokens, m.context)
		f := nameFixer{d: s.foreign, matcher: &s.matcher, language: language, mentions: out.Mentions}
		f.addCued()
		f.addDatelines()
		f.addLocal()
		f.addListed()
		if f.addUnknownListed() {
			f.addListed()
		}
		f.dropPersons()
		out.Mentions = f.mentions
	}
	out.Mentions = s.matcher.setUnions(out.Mentions, d.Text, language)
	return out
}

// mostlyLatin reports whether at least half of the words begin with a letter of the Latin script.
func mostlyLatin(text string, tokens []tagger.Token) bool {
	latin, other := 0, 0
	for i := range tokens {
		t := &tokens[i]
		if t.Class == tagger.ClassPunctuation || t.Class == tagger.ClassNumber {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(t.Text(text)); unicode.Is(unicode.Latin, r) {
			latin++
		} else {
			other++
		}
	}
	return latin >= other
}

func tokensOf(tokens []tagger.Token) []geo.Token {
	out := make([]geo.Token, len(tokens))
	for i := range tokens {
		t := &tokens[i]
		out[i] = geo.Token{Span: geo.Span{Start: int(t.Start), End: int(t.End)}, Sentence: int(t.Sentence)}
	}
	return out
}

// taggedMentions returns the mentions that the tagger selected.
func taggedMentions(d *tagger.Document, m *tagger.Model) []geo.Mention {
	selected := d.Selected()
	out := make([]geo.Mention, 0, len(selected))
	for _, k := range selected {
		c := &d.Candidates[k]
		span := d.Span(c)
		role, association := roleOf(d, m, c)
		out = append(out, geo.Mention{
			Span: span, Phrase: span.Text(d.Text), Role: role, Association: association,
			Recognized: float64(c.P), Passage: passage(d.Sentences, d.Tokens[c.First].Sentence),
		})
	}
	return out
}

// roleOf returns the role of a mention and the kind of its association.
func roleOf(d *tagger.Document, m *tagger.Model, c *tagger.Candidate) (geo.Role, geo.Association) {
	switch {
	case inDateline(d.Text, d.Tokens, c.First, c.Last):
		return geo.RoleDateline, geo.AssociationNone
	case inBoilerplate(d.Text, d.Tokens, c.First):
		return geo.RoleBoilerplate, geo.AssociationNone
	}
	return d.Role(m, c)
}

// matchedMentions returns the names of the gazetteer that gazetteerMatcher accepted.
func matchedMentions(d *tagger.Document, matches []gazetteerMatch) []geo.Mention {
	out := make([]geo.Mention, 0, len(matches))
	for i := range matches {
		n := &matches[i]
		span := geo.Span{Start: int(d.Tokens[n.First].Start) + int(n.Skip), End: int(d.Tokens[n.Last].End) - int(n.Trim)}
		role, association := geo.RoleLiteral, geo.AssociationNone
		if n.Types == tagger.TypeDemonym {
			role, association = geo.RoleAssociative, geo.AssociationAdjective
		}
		out = append(out, geo.Mention{
			Span: span, Phrase: span.Text(d.Text), Role: role, Association: association,
			Recognized: float64(n.p), Passage: passage(d.Sentences, d.Tokens[n.First].Sentence),
		})
	}
	return out
}

// minPassage is the length in bytes below which a sentence is shown together with a neighbor.
const minPassage = 40

// passage returns the sentence to show around a mention. A very short one is extended by the next
// sentence, or by the previous one at the end of the text.
func passage(sentences []geo.Span, i uint32) geo.Span {
	s := sentences[i]
	if s.Len() >= minPassage || len(sentences) == 1 {
		return s
	}
	if int(i)+1 < len(sentences) {
		s.End = sentences[i+1].End
	} else {
		s.Start = sentences[i-1].Start
	}
	return s
}

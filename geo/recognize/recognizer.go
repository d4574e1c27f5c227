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
)

// Recognizer finds mentions with a trained model. It is safe for concurrent use.
type Recognizer struct {
	model *Model
	gaz   *gazetteer.Gazetteer
	pool  sync.Pool
}

// The ways in which mentions are found, as [geo.Recognition] names them.
const (
	byTagger    = "tagger"
	byGazetteer = "gazetteer"
)

// New returns a recogniser that uses model m and the names of gazetteer g. A nil
// gazetteer costs recall on names that the model never saw.
func New(m *Model, g *gazetteer.Gazetteer) *Recognizer {
	r := &Recognizer{model: m, gaz: g}
	r.pool.New = func() any { return &work{namer: namer{gaz: g}} }
	return r
}

// Recognize finds the mentions of a.
func (r *Recognizer) Recognize(ctx context.Context, a *geo.Article) (*geo.Recognition, error) {
	if len(a.Text) > math.MaxInt32 {
		return nil, geo.Errorf(geo.ErrTooLarge, "text of %d bytes is longer than the limit of %d", len(a.Text), math.MaxInt32)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := r.pool.Get().(*work)
	defer r.pool.Put(w)
	w.read(r.model, a.Text)
	language := detect(w.text, w.toks)
	if said, _, _ := strings.Cut(a.Language, "-"); said != "" {
		language = strings.ToLower(said)
	}
	if language != "en" && (language != unclear || !w.latin()) {
		w.strict(language)
		return w.result(r.model, language, byGazetteer), nil
	}
	w.see(r.model)
	w.propose()
	w.judge(r.model)
	w.choose(r.model.threshold)
	return w.result(r.model, language, byTagger), nil
}

// latin reports whether most words are in Latin script.
func (w *work) latin() bool {
	with, without := 0, 0
	for i := range w.toks {
		if t := &w.toks[i]; t.class != classPunct && t.class != classNumber {
			if r, _ := utf8.DecodeRuneInString(w.text[t.start:t.end]); unicode.Is(unicode.Latin, r) {
				with++
			} else {
				without++
			}
		}
	}
	return with >= without
}

// result copies what was found out of the scratch memory.
func (w *work) result(m *Model, language, model string) *geo.Recognition {
	out := &geo.Recognition{
		Language: language, Model: model,
		Tokens:    make([]geo.Token, len(w.toks)),
		Sentences: append([]geo.Span(nil), w.sentences...),
		Mentions:  make([]geo.Mention, 0, len(w.chosen)),
	}
	for i := range w.toks {
		t := &w.toks[i]
		out.Tokens[i] = geo.Token{Span: geo.Span{Start: int(t.start), End: int(t.end)}, Sentence: int(t.sentence)}
	}
	for _, k := range w.chosen {
		c := &w.candidates[k]
		span := w.span(c)
		role, association := geo.RoleLiteral, geo.AssociationNone
		if model == byTagger {
			role, association = w.role(m, c)
		} else if c.origin == fromNameAdj {
			role, association = geo.RoleAssociative, geo.AssociationAdjective
		}
		out.Mentions = append(out.Mentions, geo.Mention{
			Span: span, Phrase: span.Text(w.text), Role: role, Association: association,
			Recognized: float64(c.p), Passage: w.passage(w.toks[c.first].sentence),
		})
	}
	return out
}

// span returns the bytes of a candidate.
func (w *work) span(c *candidate) geo.Span {
	return geo.Span{Start: int(w.toks[c.first].start) + int(c.skip), End: int(w.toks[c.last].end) - int(c.trim)}
}

// shortPassage is the length in bytes below which a sentence is shown together
// with a neighbour.
const shortPassage = 40

// passage returns the sentence to show around a mention, with a neighbour of the
// same paragraph, or failing that any neighbour, when it is very short.
func (w *work) passage(sentence uint32) geo.Span {
	s := w.sentences[sentence]
	if s.Len() >= shortPassage || len(w.sentences) == 1 {
		return s
	}
	if int(sentence)+1 < len(w.sentences) {
		s.End = w.sentences[sentence+1].End
		return s
	}
	s.Start = w.sentences[sentence-1].Start
	return s
}

package recognize

import (
	"fmt"
	"sync"

	"dateline/geo"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// languageModels are the models of other languages than English, which are decoded at their first use.
type languageModels struct {
	open   func(language string) []byte
	mu     sync.Mutex
	models map[string]*languageModel
}

// languageModel is what is known of one language.
type languageModel struct {
	once sync.Once
	// tagger is the trained model, nil where names are matched strictly.
	tagger  *multilingual.Model
	context multilingual.Context
	err     error
}

// standIns are languages that are recognized with the model of a similar one.
var standIns = map[string]string{"nb": "no", "nn": "no", "prs": "fa", "bs": "hr", "sh": "hr", "ms": "id", "be": "uk"}

// model returns the model of a language.
func (l *languageModels) model(language string) (*languageModel, error) {
	if code, ok := standIns[language]; ok {
		language = code
	}
	l.mu.Lock()
	m := l.models[language]
	if m == nil {
		if l.models == nil {
			l.models = map[string]*languageModel{}
		}
		m = &languageModel{}
		l.models[language] = m
	}
	l.mu.Unlock()
	m.once.Do(func() { m.read(l.open, language) })
	return m, m.err
}

// read decodes the model file of a language, if open returns one.
func (m *languageModel) read(open func(language string) []byte, language string) {
	m.context.Prepositions = tagger.HashSet(lexicon.Words(language, "place-preposition"))
	if open == nil {
		return
	}
	b := open(language)
	if b == nil {
		return
	}
	decoded, err := multilingual.Decode(b)
	if err != nil {
		m.err = fmt.Errorf("opening the recognizer of the language %q: %w", language, err)
		return
	}
	m.context.Frequencies, m.context.Classes = decoded.Frequencies, decoded.Classes
	if decoded.Trained() {
		m.tagger = decoded
	}
}

// recognizeForeign finds the mentions of the text that scanned has read, in a language with a model.
func recognizeForeign(d *multilingual.Document, scanned *tagger.Document, m *languageModel, language string) *geo.Recognition {
	d.Read(scanned.Text, language, scanned.Tokens, m.context)
	out := &geo.Recognition{Language: language, Model: methodTagger, Tokens: tokensOf(d.Tokens), Sentences: append([]geo.Span(nil), d.Sentences...)}
	places := d.Places(m.tagger)
	persons := wordsOfPersons(d)
	for _, p := range places {
		if isGeneric(d, &p) || isPersonAgain(d, &p, persons) || isRoute(d, &p) {
			continue
		}
		span := geo.Span{Start: int(d.Tokens[p.First].Start) + int(p.Skip), End: int(d.Tokens[p.Last].End) - int(p.Trim)}
		mention := geo.Mention{
			Span: span, Phrase: span.Text(d.Text), Role: geo.RoleLiteral,
			Recognized: float64(p.P), Passage: passage(d.Sentences, d.Tokens[p.First].Sentence),
		}
		switch {
		case p.Role == multilingual.Adjective:
			mention.Role, mention.Association = geo.RoleAssociative, geo.AssociationAdjective
		case p.Role == multilingual.Metonym:
			mention.Role, mention.Association = geo.RoleAssociative, geo.AssociationMetonym
		case inDateline(d.Text, d.Tokens, p.First, p.Last) && !isAfterYear(d, p.First):
			mention.Role = geo.RoleDateline
		}
		out.Mentions = append(out.Mentions, mention)
	}
	return out
}

// isAfterYear reports whether a year and a comma in parentheses precede token i, as in the dates of a life: "(1871, Кунгур — 1938, Магадан)".
func isAfterYear(d *multilingual.Document, i int32) bool {
	return i >= 3 && d.Tokens[i-1].Text(d.Text) == "," && d.Tokens[i-2].Class == tagger.ClassNumber && d.Tokens[i-3].Text(d.Text) == "("
}

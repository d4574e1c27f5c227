package recognizer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/eval/conll"
	"dateline/geo/eval/news"
	"dateline/geo/internal/multilingual"
	"dateline/geo/recognize"
)

// LanguageScore has the scores of the complete recognizer of a language on documents that it was not trained on.
type LanguageScore struct {
	// Trained describes the training: "fold 1", or "without es-xlime".
	Trained string
	// Corpus is the name of the corpus of the documents, or the file.
	Corpus string
	Result *eval.Result
}

// CrossValidateLanguage measures the complete recognizer of a language on all documents of the corpora in the language
// itself, in folds of about the same number of documents: on those of each fold after training on the others. Ten
// folds are the tenths of [LanguageOptions].
func CrossValidateLanguage(ctx context.Context, name string, o LanguageOptions, folds int) ([]LanguageScore, error) {
	if folds < 2 || folds > 10 {
		return nil, geo.Errorf(geo.ErrInput, "%d folds cannot be made of the ten tenths of the documents: 2 to 10 can", folds)
	}
	t, err := newLanguageTrainer(name, o)
	if err != nil {
		return nil, err
	}
	docs, err := t.read()
	if err != nil {
		return nil, err
	}
	var out []LanguageScore
	for fold := range folds {
		inFold := func(d *languageDocument) bool { return d.Tenth()%folds == fold }
		m, err := t.fit(ctx, docs, func(d *languageDocument) bool { return !inFold(d) })
		if err != nil {
			return nil, err
		}
		scores, err := t.score(ctx, m, docs, inFold)
		if err != nil {
			return nil, err
		}
		for _, s := range scores {
			s.Trained = fmt.Sprintf("fold %d", fold)
			out = append(out, s)
		}
	}
	return out, nil
}

// MeasureTransfer measures the complete recognizer of a language on corpora and other files of its language that it was
// not trained on at all: on each corpus after training on the others, and on the given files and the held-out tenth after
// training on all corpora. The files are corpora, gold articles, or news in the format of package news.
func MeasureTransfer(ctx context.Context, name string, o LanguageOptions, files []string) ([]LanguageScore, error) {
	t, err := newLanguageTrainer(name, o)
	if err != nil {
		return nil, err
	}
	docs, err := t.read()
	if err != nil {
		return nil, err
	}
	m, err := t.fit(ctx, docs, func(d *languageDocument) bool { return !d.HeldOut() })
	if err != nil {
		return nil, err
	}
	out, err := t.score(ctx, m, docs, func(d *languageDocument) bool { return d.HeldOut() })
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		gold, err := readAny(file)
		if err != nil {
			return nil, err
		}
		s, err := t.recognize(ctx, m, gold)
		if err != nil {
			return nil, err
		}
		out = append(out, LanguageScore{Trained: "all", Corpus: file, Result: s})
	}
	for i := range t.spec.corpora {
		c := &t.spec.corpora[i]
		if len(t.spec.corpora) == 1 || !t.isOwn(c) {
			continue
		}
		without := func(d *languageDocument) bool { return d.corpus.name == c.name }
		if m, err = t.fit(ctx, docs, func(d *languageDocument) bool { return !without(d) }); err != nil {
			return nil, err
		}
		scores, err := t.score(ctx, m, docs, without)
		if err != nil {
			return nil, err
		}
		for _, s := range scores {
			s.Trained = "without " + c.name
			out = append(out, s)
		}
	}
	return out, nil
}

// isOwn reports whether a corpus is in the language of the model and has documents to measure on.
func (t *languageTrainer) isOwn(c *languageCorpus) bool {
	return !c.isNews() && conll.LanguageOf(c.name) == t.language
}

// newsRoles are the roles of the places in news.
var newsRoles = map[news.Kind]geo.Role{news.Place: geo.RoleLiteral, news.Actor: geo.RoleAssociative}

// readAny reads a token-level corpus, news or gold articles.
func readAny(file string) ([]eval.Document, error) {
	switch {
	case conll.IsCorpus(file):
		return eval.ReadCorpus(file, false)
	case !strings.HasSuffix(file, ".txt"):
		return eval.ReadFile(file)
	}
	docs, err := news.ReadFile(file)
	if err != nil {
		return nil, err
	}
	out := make([]eval.Document, len(docs))
	for i := range docs {
		d := &docs[i]
		var mentions []geo.Mention
		for _, n := range d.Names {
			if role, ok := newsRoles[n.Kind]; ok {
				mentions = append(mentions, geo.Mention{Span: n.Span, Phrase: n.Text(d.Text), Role: role})
			}
		}
		out[i] = eval.Document{Text: d.Text, LiteralOnly: true, Toponyms: eval.FromMentions(d.Text, mentions)}
	}
	return out, nil
}

// score measures the complete recognizer with model m on the documents of the language itself that use selects, by corpus.
func (t *languageTrainer) score(ctx context.Context, m *multilingual.Model, docs []languageDocument, use func(*languageDocument) bool) ([]LanguageScore, error) {
	var out []LanguageScore
	for i := range t.spec.corpora {
		c := &t.spec.corpora[i]
		if !t.isOwn(c) {
			continue
		}
		var gold []eval.Document
		for k := range docs {
			if d := &docs[k]; d.corpus == c && use(d) {
				gold = append(gold, eval.CorpusDocument(&d.Document))
			}
		}
		if len(gold) == 0 {
			continue
		}
		r, err := t.recognize(ctx, m, gold)
		if err != nil {
			return nil, err
		}
		out = append(out, LanguageScore{Trained: "all", Corpus: c.name, Result: r})
	}
	return out, nil
}

// recognize measures the complete recognizer with model m, which identifies the languages of the documents.
func (t *languageTrainer) recognize(ctx context.Context, m *multilingual.Model, gold []eval.Document) (*eval.Result, error) {
	file, err := m.Encode()
	if err != nil {
		return nil, err
	}
	english, err := recognize.LoadModel(t.English)
	if err != nil {
		return nil, err
	}
	r := recognize.New(english, t.Gazetteer, recognize.WithLanguages(func(language string) []byte {
		if slices.Contains(t.spec.languages, language) {
			return file
		}
		if t.Languages == nil {
			return nil
		}
		return t.Languages(language)
	}))
	predicted := make(map[string][]eval.Toponym, len(gold))
	for i := range gold {
		gold[i].ID = fmt.Sprint(i)
		a := gold[i].Article()
		found, err := r.Recognize(ctx, &a)
		if err != nil {
			return nil, err
		}
		predicted[gold[i].ID] = eval.FromMentions(a.Text, found.Mentions)
	}
	return eval.Score(gold, predicted), nil
}

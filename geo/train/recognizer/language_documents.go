package recognizer

import (
	"path/filepath"
	"strings"

	"dateline/geo/eval/conll"
	"dateline/geo/eval/news"
)

// languageDocument is a document of a corpus of a language.
type languageDocument struct {
	conll.Document
	corpus *languageCorpus
	// isNews reports whether it is of the news with marked names, which is always trained on.
	isNews bool
}

// read returns the documents of the corpora of the model.
func (t *languageTrainer) read() ([]languageDocument, error) {
	var out []languageDocument
	for i := range t.spec.corpora {
		c := &t.spec.corpora[i]
		docs, err := t.readCorpus(c)
		if err != nil {
			return nil, err
		}
		for k := range docs {
			if !docs[k].Unlabeled() && (c.share == 0 || float32(k%100) < c.share*100) {
				out = append(out, languageDocument{docs[k], c, c.isNews()})
			}
		}
	}
	return out, nil
}

// readCorpus returns the documents of a corpus.
func (t *languageTrainer) readCorpus(c *languageCorpus) ([]conll.Document, error) {
	language := conll.LanguageOf(c.name)
	if !c.isNews() {
		return conll.ReadFile(filepath.Join(t.Corpora, c.name+".tsv.gz"), conll.Options{Language: language})
	}
	docs, err := news.ReadFile(filepath.Join(t.News, language+".train.txt"))
	if err != nil {
		return nil, err
	}
	out := make([]conll.Document, len(docs))
	for i := range docs {
		docs[i].Paragraphs(func(text string, names []news.Name) {
			s := conll.Sentence{Text: text, Names: make([]conll.Name, len(names))}
			for k, n := range names {
				s.Names[k] = conll.Name{Span: n.Span, Type: newsTypes[n.Kind]}
			}
			out[i].Sentences = append(out[i].Sentences, s)
		})
	}
	return out, nil
}

// newsTypes are the types of the names in news. States and towns that act are trained as organizations, as many corpora label
// them, and are recognized as metonyms.
var newsTypes = map[news.Kind]string{news.Place: "LOC", news.Actor: "ORG", news.Organization: "ORG", news.Person: "PER"}

// newsCopies is the number of copies of the news with other names that are trained on too.
const newsCopies = 3

// sentences returns the sentences of the documents that use selects, and of the news and its copies, with labels.
func (t *languageTrainer) sentences(docs []languageDocument, use func(*languageDocument) bool) []sentence {
	var out, news []sentence
	for i := range docs {
		d := &docs[i]
		weight := d.corpus.weight
		if w, ok := t.Weights[d.corpus.name]; ok {
			weight = w
		}
		if weight == 0 || !d.isNews && !use(d) {
			continue
		}
		for k := range d.Sentences {
			s := newSentence(&d.Sentences[k], corpus{placesOnly: d.corpus.placesOnly, weight: weight, language: conll.LanguageOf(d.corpus.name)})
			t.trimNames(&s)
			out = append(out, s)
			if d.isNews {
				news = append(news, s)
			}
		}
	}
	if len(news) == 0 {
		return out
	}
	x := newExchanger(out)
	if t.spec.unknown {
		u := newUnknownNames(t.Gazetteer)
		for i := range news {
			if s, ok := u.replace(&news[i]); ok {
				out = append(out, s)
			}
		}
	}
	for range newsCopies {
		for i := range news {
			if s, ok := x.exchange(&news[i]); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// trimNames removes endings after an apostrophe from the names of a sentence, as the tokenizer of the
// language does.
func (t *languageTrainer) trimNames(s *sentence) {
	if s.language != "tr" {
		return
	}
	for i := range s.names {
		n := &s.names[i]
		if at := strings.LastIndexAny(n.Text(s.text), "'’"); at > 0 && !strings.Contains(n.Text(s.text)[at:], " ") {
			n.End = n.Start + at
		}
	}
}

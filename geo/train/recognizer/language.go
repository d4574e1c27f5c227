package recognizer

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/eval/conll"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// LanguageOptions are the inputs of the training of the models of other languages than English.
type LanguageOptions struct {
	// Corpora is the folder of the token-level corpora, whose names begin with the code of their language.
	Corpora string
	// Frequencies is the folder of the lists of frequent words, a file LANGUAGE.txt with a word per line,
	// the most frequent first. The words of a language without a file are counted in its corpora.
	Frequencies string
	// Classes is the folder of the classes of words that occur in the same contexts, or "": a file LANGUAGE.txt with a line
	// "word<TAB>class" for each word, the class from 1 to 255. A language without a file has none.
	Classes   string
	Gazetteer *gazetteer.Gazetteer
	// English is the model file of English, for its lists of names of persons.
	English []byte
	// Tenth is the tenth of the documents that is not trained on but measured on. "dateline eval --held-out" measures tenth 0.
	Tenth int
	// Development reports whether to keep the tenth for development out of training too.
	Development bool
	// News is the folder of the news with marked names: a file LANGUAGE.train.txt for each language.
	News string
	// Weights replace the weights of corpora by their names. A corpus with weight 0 is not trained on.
	Weights map[string]float32
	// Languages returns the model file of a language or nil, for the cross-validation of the complete recognizer.
	Languages func(language string) []byte
	// Log receives a line for each step, if it is not nil.
	Log io.Writer
}

// Hyperparameters of the CRFs of other languages.
const (
	languageEpochs  = 8
	languageDropout = 0.1
	// languageQuantum is the quantum of the weights of models with a decay, which are smaller.
	languageQuantum = 4
)

// LanguageNames returns the codes that name the models of other languages, in the order of training.
func LanguageNames() []string {
	names := make([]string, len(languageModels))
	for i := range languageModels {
		names[i] = languageModels[i].languages[0]
	}
	return names
}

// languageTrainer trains the model of one language.
type languageTrainer struct {
	LanguageOptions
	spec     *languageModel
	language string
	contexts map[string]multilingual.Context // by language
	document *multilingual.Document
	tokens   []tagger.Token
}

// TrainLanguage trains the model with the given name and returns its file.
func TrainLanguage(ctx context.Context, name string, o LanguageOptions) ([]byte, error) {
	t, err := newLanguageTrainer(name, o)
	if err != nil {
		return nil, err
	}
	return t.train(ctx)
}

// newLanguageTrainer returns a trainer of the model with the given name.
func newLanguageTrainer(name string, o LanguageOptions) (*languageTrainer, error) {
	i := slices.IndexFunc(languageModels, func(m languageModel) bool { return m.languages[0] == name })
	if i < 0 {
		return nil, geo.Errorf(geo.ErrInput, "there is no training for the language %q; the languages are %s", name, strings.Join(LanguageNames(), ", "))
	}
	if o.Tenth < 0 || o.Tenth > 9 {
		return nil, geo.Errorf(geo.ErrInput, "there is no tenth %d of the documents; the tenths are 0 to 9", o.Tenth)
	}
	english, err := tagger.Decode(o.English)
	if err != nil {
		return nil, err
	}
	return &languageTrainer{
		LanguageOptions: o, spec: &languageModels[i], language: name, contexts: map[string]multilingual.Context{},
		document: multilingual.NewDocument(o.Gazetteer, multilingual.NewUnspacedNames(o.Gazetteer), english.Lexicon),
	}, nil
}

func (t *languageTrainer) logf(format string, args ...any) {
	if t.Log != nil {
		fmt.Fprintf(t.Log, format+"\n", args...)
	}
}

func (t *languageTrainer) train(ctx context.Context) ([]byte, error) {
	docs, err := t.read()
	if err != nil {
		return nil, err
	}
	isHeld := func(d *languageDocument) bool {
		return t.Development && d.Development() || !t.Development && d.Tenth() == t.Tenth
	}
	m, err := t.fit(ctx, docs, func(d *languageDocument) bool { return !isHeld(d) && (t.Tenth > 0 || !d.HeldOut()) })
	if err != nil {
		return nil, err
	}
	if m.Trained() {
		t.measure(m, slices.DeleteFunc(docs, func(d languageDocument) bool { return d.isNews || !isHeld(&d) }))
	}
	return m.Encode()
}

// fit trains a model on the documents that use selects.
func (t *languageTrainer) fit(ctx context.Context, docs []languageDocument, use func(*languageDocument) bool) (*multilingual.Model, error) {
	sentences := t.sentences(docs, use)
	m := &multilingual.Model{Bias: t.spec.bias}
	for _, language := range t.languages() {
		c := multilingual.Context{Prepositions: tagger.HashSet(lexicon.Words(language, "place-preposition"))}
		var err error
		if c.Frequencies, err = t.frequencies(language, sentences); err != nil {
			return nil, err
		}
		if language == t.language || m.Classes != nil { // words of all its languages have classes, or none
			if c.Classes, err = t.classes(language); err != nil {
				return nil, err
			}
		}
		t.contexts[language] = c
		if language == t.language {
			m.Classes = c.Classes
		}
	}
	m.Frequencies = t.contexts[t.language].Frequencies
	t.logf("%s: read %d sentences", t.language, len(sentences))
	if len(sentences) == 0 {
		return m, nil
	}
	steps, features := collectSteps(func(f chunkFunc) { t.forEachChunk(sentences, f) }, minFeature)
	t.logf("%s: collected %d chunks with %d features", t.language, len(steps), len(features))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	options := crfOptions{epochs: languageEpochs, slots: t.spec.features * 5 / 4, dropout: languageDropout, decay: t.spec.decay, quantum: 1}
	if options.decay > 0 {
		options.quantum = languageQuantum
	}
	m.CRF = fitCRF(steps, features, options)
	t.logf("%s: trained the CRF", t.language)
	return m, nil
}

// languages returns the languages of the model and its corpora.
func (t *languageTrainer) languages() []string {
	languages := []string{t.language}
	for _, c := range t.spec.corpora {
		if language := conll.LanguageOf(c.name); !slices.Contains(languages, language) {
			languages = append(languages, language)
		}
	}
	return languages
}

// frequencies returns the frequency classes of the frequent words of a language.
func (t *languageTrainer) frequencies(language string, sentences []sentence) (*tagger.Lexicon, error) {
	words, err := readWords(filepath.Join(t.Frequencies, language+".txt"))
	if errors.Is(err, fs.ErrNotExist) {
		if slices.Contains(shortLists, language) { // its sentences may be fewer than those of other languages
			sentences = slices.DeleteFunc(slices.Clone(sentences), func(s sentence) bool { return s.language != language })
		}
		words, err = countWords(sentences), nil
	}
	if err != nil {
		return nil, err
	}
	return multilingual.NewFrequencies(words), nil
}

// classes returns the classes of the words of a language, or nil.
func (t *languageTrainer) classes(language string) (*tagger.Lexicon, error) {
	if t.Classes == "" {
		return nil, nil
	}
	path := filepath.Join(t.Classes, language+".txt")
	lines, err := readWords(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	words := make([]multilingual.WordClass, len(lines))
	for i, line := range lines {
		word, class, _ := strings.Cut(line, "\t")
		k, err := strconv.ParseUint(class, 10, 8)
		if err != nil || k == 0 {
			return nil, geo.Errorf(geo.ErrInput, "line %d of %s has no class from 1 to %d after a tab: %q", i+1, path, multilingual.MaxClass, line)
		}
		words[i] = multilingual.WordClass{Word: word, Class: uint8(k)}
	}
	return multilingual.NewClasses(words), nil
}

// readWords returns the lines of a file.
func readWords(path string) (words []string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening a list of words: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		words = append(words, lines.Text())
	}
	return words, lines.Err()
}

// countWords returns the words of the sentences outside names that occur more than once, the most frequent
// first.
func countWords(sentences []sentence) []string {
	counts := map[string]int{}
	var tokens []tagger.Token
	for i := range sentences {
		s := &sentences[i]
		tokens = tagger.Tokenize(tokens[:0], s.text)
		names := coveringNames(s.names, tokens)
		for k := range tokens {
			if names[k] == 0 && tokens[k].IsWord() {
				counts[strings.ToLower(tokens[k].Text(s.text))]++
			}
		}
	}
	words := make([]string, 0, len(counts))
	for w, n := range counts {
		if n > 1 {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	return words
}

// forEachChunk calls f with every chunk of every sentence.
func (t *languageTrainer) forEachChunk(sentences []sentence, f chunkFunc) {
	d := t.document
	var features [][]tagger.Feature
	for n := range sentences {
		s := &sentences[n]
		t.tokens = tagger.Tokenize(t.tokens[:0], s.text)
		d.Read(s.text, s.language, t.tokens, t.contexts[s.language])
		if len(d.Chunks) == 0 {
			continue
		}
		d.Hide(s.hidden)
		allowed := allowedLabels(s, d.Tokens, d.Chunks)
		for k := range d.Chunks {
			c := &d.Chunks[k]
			width := int(c.Last - c.First + 1)
			for len(features) < width {
				features = append(features, nil)
			}
			for i := c.First; i <= c.Last; i++ {
				features[i-c.First] = d.TokenFeatures(features[i-c.First][:0], c, i)
			}
			f(s.weight, allowed[c.First:c.Last+1], features[:width])
		}
	}
}

// biases are the biases that measure compares.
var biases = [...]float32{0, 0.5, 1, 1.5, 2}

// measure logs the scores of the CRF on documents that were not trained on, by corpus, for several biases.
func (t *languageTrainer) measure(m *multilingual.Model, held []languageDocument) {
	own := m.Bias
	defer func() { m.Bias = own }()
	for _, c := range append(slices.Clone(t.spec.corpora), languageCorpus{}) {
		var line strings.Builder
		for _, bias := range biases {
			m.Bias = bias
			var gold []eval.Document
			predicted := map[string][]eval.Toponym{}
			for i := range held {
				if c.name != "" && held[i].corpus.name != c.name {
					continue
				}
				g := eval.CorpusDocument(&held[i].Document)
				g.ID = fmt.Sprint(i)
				gold = append(gold, g)
				predicted[g.ID] = t.predict(m, g.Text)
			}
			r := eval.Score(gold, predicted).Scores.Recognized
			fmt.Fprintf(&line, "  %.1f: P %.3f R %.3f F1 %.3f", bias, r.Precision(), r.Recall(), r.F1())
		}
		t.logf("%s %s%s", t.language, c.name, line.String())
	}
}

// predict returns the places that the CRF finds in a text.
func (t *languageTrainer) predict(m *multilingual.Model, text string) []eval.Toponym {
	d := t.document
	t.tokens = tagger.Tokenize(t.tokens[:0], text)
	d.Read(text, t.language, t.tokens, t.contexts[t.language])
	var mentions []geo.Mention
	for _, p := range d.Places(m) {
		span := geo.Span{Start: int(d.Tokens[p.First].Start) + int(p.Skip), End: int(d.Tokens[p.Last].End) - int(p.Trim)}
		mention := geo.Mention{Span: span, Phrase: span.Text(text)}
		if p.Role != multilingual.Literal {
			mention.Role = geo.RoleAssociative
		}
		mentions = append(mentions, mention)
	}
	return eval.FromMentions(text, mentions)
}

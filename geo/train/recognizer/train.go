package recognizer

import (
	"context"
	"fmt"
	"io"

	"dateline/geo/eval"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/tagger"
)

// Options are the inputs of training.
type Options struct {
	// Corpora is the folder of the token-level corpora.
	Corpora string
	// CorpusFiles are token-level corpora to train on instead of those of the folder.
	CorpusFiles []string
	// Gold are the files of gold articles for the classifiers. A model that is distributed must be
	// trained only on openly licensed ones.
	Gold []string
	// Names is the file of personal names, such as data/model/recognizer-names.tsv.gz, or "".
	Names     string
	Gazetteer *gazetteer.Gazetteer
	// Synthetic is the number of sentences of each kind of the behavioral suite's training half
	// that the mention classifier is trained on too.
	Synthetic int
	// Base is a model file whose CRF and word lists are kept, so that only the classifiers are
	// trained; nil trains all.
	Base []byte
	// Log receives a line for each step, if it is not nil.
	Log io.Writer
}

// Hyperparameters, chosen by the ablations in the model card.
const (
	crfSlots      = 640_000 // capacity of the hash table of features
	crfEpochs     = 8
	crfDropout    = 0.1 // share of the features left out of each step
	minFeature    = 2   // occurrences that a feature must have
	clusterRounds = 8
	mentionEpochs = 6
	mentionDecay  = 8e-3 // weight decay of the mention and context classifiers
	roleEpochs    = 4
	roleDecay     = 5e-3
	mentionRuns   = 5 // mention classifiers with different orders of examples, which are averaged
	roleRuns      = 5 // role classifiers with different orders of examples, which are averaged
	contextFolds  = 4 // folds of the articles for the context classifier
	threshold     = 0.38
)

// Train trains a model and returns its file.
func Train(ctx context.Context, o Options) ([]byte, error) {
	logf := func(format string, args ...any) {
		if o.Log != nil {
			fmt.Fprintf(o.Log, format+"\n", args...)
		}
	}
	m, err := trainCRF(ctx, o, logf)
	if err != nil {
		return nil, err
	}
	gold, err := readGold(o.Gold)
	if err != nil {
		return nil, err
	}
	t := &mentionTrainer{model: m, gaz: o.Gazetteer}
	for i := range gold {
		t.add(&gold[i])
	}
	t.addSynthetic(o.Synthetic)
	t.fit(func(int) bool { return true })
	logf("trained the classifiers on %d articles, %d of them synthetic", len(t.articles), len(t.articles)-len(gold))
	return m.Encode(), nil
}

// trainCRF returns a model with its word lists and CRF, which are those of o.Base if that is given.
func trainCRF(ctx context.Context, o Options, logf func(string, ...any)) (*tagger.Model, error) {
	if o.Base != nil {
		return tagger.Decode(o.Base)
	}
	sentences, err := readCorpora(o.Corpora, o.CorpusFiles)
	if err != nil {
		return nil, err
	}
	logf("read %d sentences", len(sentences))
	m := &tagger.Model{Threshold: threshold}
	if m.Lexicon, err = learnLexicon(o.Names, sentences); err != nil {
		return nil, err
	}
	augmenter := newAugmenter(o.Gazetteer, m.Lexicon, sentences, 1)
	sentences = append(sentences, augmenter.augmentAll(sentences)...)
	logf("%d sentences with the augmented copies", len(sentences))
	d := tagger.NewDocument(o.Gazetteer)
	steps, features := collectSteps(func(f chunkFunc) { forEachChunk(d, m.Lexicon, sentences, f) }, minFeature)
	logf("collected %d chunks with %d features", len(steps), len(features))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.CRF = fitCRF(steps, features, crfOptions{epochs: crfEpochs, slots: crfSlots, dropout: crfDropout, quantum: 1})
	logf("trained the CRF")
	return m, nil
}

// goldArticle is a gold document of a corpus.
type goldArticle struct {
	eval.Document
	corpus string
}

// readGold reads gold files.
func readGold(paths []string) (all []goldArticle, err error) {
	for _, path := range paths {
		docs, err := eval.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for i := range docs {
			all = append(all, goldArticle{docs[i], eval.CorpusName(path)})
		}
	}
	return all, nil
}

// learnLexicon makes the word lists: personal names from a file, words by their case, adjectives and
// clusters from the sentences, and the lists written by hand.
func learnLexicon(names string, sentences []sentence) (*tagger.Lexicon, error) {
	x := tagger.NewLexicon(1 << 16)
	if err := addNames(x, names); err != nil {
		return nil, err
	}
	addWordsByCase(x, sentences)
	addClusters(x, sentences, clusterRounds)
	x.AddHandwritten()
	return x, nil
}

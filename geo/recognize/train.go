package recognize

import (
	"context"
	"fmt"
	"io"
	"os"

	"dateline/geo/gazetteer"
)

// TrainOptions says what a recogniser is trained on.
type TrainOptions struct {
	// Corpora is the folder of the token-level training files.
	Corpora string
	// Gold are the files of gold articles that the second pass and the roles
	// are trained on: only openly licensed ones for a model that is shipped.
	Gold []string
	// Names is the file of persons' names, "data/model/recognizer-names.tsv.gz".
	Names     string
	Gazetteer *gazetteer.Gazetteer
	// Log is told what is being done; nil for silence.
	Log io.Writer
}

// Sizes and lengths of training, chosen by the ablations in the model card.
const (
	fieldSlots    = 640_000
	fieldEpochs   = 8
	fieldDrop     = 0.1 // share of features left out of each step
	fieldLeast    = 2   // times that a feature must be seen
	clusterRounds = 8
	judgeEpochs   = 6
	judgeDecay    = 8e-3
	roleEpochs    = 4
	roleDecay     = 5e-3
	roleRuns      = 5 // role classifiers, each with its own order of examples, that are averaged
	secondParts   = 4 // parts of the articles, each judged by what the others teach
	threshold     = 0.38
)

// Train makes a recogniser's model. The same files give the same model.
func Train(ctx context.Context, o TrainOptions) (*Model, error) {
	say := func(format string, args ...any) {
		if o.Log != nil {
			fmt.Fprintf(o.Log, format+"\n", args...)
		}
	}
	data, err := readCorpora(o.Corpora, nil)
	if err != nil {
		return nil, err
	}
	say("read %d sentences", len(data))
	m := &Model{threshold: threshold}
	if m.lex, err = learnTable(o.Names, data); err != nil {
		return nil, err
	}
	swapper := newSwapper(o.Gazetteer, m.lex, data, 1)
	data = withSwapped(data, swapper)
	say("%d sentences with those whose places were swapped", len(data))
	a := &analysis{lex: m.lex, namer: &namer{gaz: o.Gazetteer}}
	steps, features := gather(a, data, fieldLeast)
	say("gathered %d groups of tokens with %d features", len(steps), len(features))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.field = fit(steps, features, fieldEpochs, fieldSlots, fieldDrop)
	say("fitted the field")
	gold, err := readGolds(o.Gold)
	if err != nil {
		return nil, err
	}
	t := &teacher{model: m, swapper: swapper}
	for i := range gold {
		t.look(&gold[i], o.Gazetteer)
	}
	t.teach(func(int) bool { return true })
	say("the second pass and the roles are learnt from %d articles", len(gold))
	return LoadModel(m.Bytes())
}

// readGolds reads all gold files.
func readGolds(paths []string) (all []goldArticle, err error) {
	for _, path := range paths {
		some, err := readGold(path)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// learnTable makes the word lists.
func learnTable(names string, data []labelled) (*table, error) {
	t := newTable(1 << 16)
	f, err := os.Open(names)
	if err != nil {
		return nil, fmt.Errorf("opening the list of persons' names: %w", err)
	}
	defer f.Close()
	if err := readNames(t, f); err != nil {
		return nil, err
	}
	learnLexicon(t, data)
	learnClusters(t, data, clusterRounds)
	t.addLists()
	return t, nil
}

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
	fieldSlots  = 480_000
	fieldEpochs = 6
	fieldDrop   = 0.1 // share of features left out of each step
	fieldLeast  = 2   // times that a feature must be seen
	judgeEpochs = 12
	threshold   = 0.42
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
	a := &analysis{lex: m.lex, namer: &namer{gaz: o.Gazetteer}}
	steps, features := gather(a, data, fieldLeast)
	say("gathered %d groups of tokens with %d features", len(steps), len(features))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.field = fit(steps, features, fieldEpochs, fieldSlots, fieldDrop)
	say("fitted the field")
	var examples []example
	w := &work{namer: namer{gaz: o.Gazetteer}}
	for _, path := range o.Gold {
		gold, err := readGold(path)
		if err != nil {
			return nil, err
		}
		for i := range gold {
			w.see(m, gold[i].text)
			w.propose()
			w.count()
			examples = w.examples(examples, gold[i].mentions)
		}
	}
	say("judging is learnt from %d candidates", len(examples))
	m.judge = fitLogistic(examples, judgeSize, judgeEpochs)
	return LoadModel(m.Bytes())
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
	t.addLists()
	return t, nil
}

// examples appends to dst what the candidates teach about which of them are
// mentions: for each gold mention the candidate that fits it best is one.
func (w *work) examples(dst []example, gold []goldMention) []example {
	best := make([]int, len(gold))
	yes, skip := make([]bool, len(w.candidates)), make([]bool, len(w.candidates))
	for j, g := range gold {
		fit := 0.0
		best[j] = -1
		for i := range w.candidates {
			s := w.span(&w.candidates[i])
			if !s.Overlaps(g.Span) {
				continue
			}
			if g.ignore {
				skip[i] = true
				continue
			}
			both := min(s.End, g.End) - max(s.Start, g.Start)
			if u := float64(both) / float64(s.Len()+g.Len()-both); u > fit {
				fit, best[j] = u, i
			}
		}
		if best[j] >= 0 {
			yes[best[j]] = true
		}
	}
	for i := range w.candidates {
		if skip[i] && !yes[i] {
			continue
		}
		w.features = w.judgeFeatures(w.features[:0], &w.candidates[i])
		ids := make([]uint32, len(w.features))
		for k, h := range w.features {
			ids[k] = uint32(h >> 32 & (judgeSize - 1))
		}
		dst = append(dst, example{features: ids, yes: yes[i], weight: 1})
	}
	return dst
}

package resolver

import (
	"dateline/geo/internal/rank"
	"dateline/geo/resolve"
)

// answer is an example of the calibration: the features of a best candidate and whether
// it was correct.
type answer struct {
	features rank.CalibrationRow
	correct  bool
	weight   float64
}

// scoreHeldOut appends the answers of a model to examples that it was not trained on.
// corpusWeights is the weight of one mention by corpus.
func (t *trainer) scoreHeldOut(answers []answer, m *resolve.Model, examples []*Example, corpusWeights map[string]float64) []answer {
	for i, e := range examples {
		d := t.analyze(i, e)
		d.Rank(m)
		for gi := range d.Clusters {
			g := &d.Clusters[gi]
			best := d.Best(g)
			if best == nil {
				continue
			}
			correct, known := 0, 0
			for k, cluster := range d.ClusterOf {
				if cluster == gi && e.Truth[k].Known {
					known++
					if e.Truth[k].Correct(d.Gazetteer(), best.Ref) {
						correct++
					}
				}
			}
			features, weight := d.CalibrationFeatures(g), corpusWeights[e.Corpus]
			if correct > 0 {
				answers = append(answers, answer{features, true, weight * float64(correct)})
			}
			if known > correct {
				answers = append(answers, answer{features, false, weight * float64(known-correct)})
			}
		}
		t.analyzer.Release(d)
	}
	return answers
}

// syntheticCalibration is the weight of synthetic reports in the calibration, as a
// factor: they have nothing of what makes real answers doubtful.
const syntheticCalibration = 1

// calibrationWeights returns the weight of one mention with a gold place by corpus, such
// that all corpora have the same total: the probability of a correct answer differs by
// kind of text more than the best answer does.
func calibrationWeights(examples []Example, o *Options) map[string]float64 {
	known := map[string]float64{}
	total := 0.0
	for i := range examples {
		for _, t := range examples[i].Truth {
			if t.Known {
				known[examples[i].Corpus]++
				total++
			}
		}
	}
	weights := make(map[string]float64, len(known))
	for corpus, n := range known {
		weights[corpus] = o.corpusWeight(corpus) * total / n / float64(len(known))
		if corpus == SyntheticCorpus {
			weights[corpus] *= syntheticCalibration
		}
	}
	return weights
}

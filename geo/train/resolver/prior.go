package resolver

import (
	"fmt"
	"strings"

	"dateline/geo/internal/rank"
	"dateline/geo/internal/rank/feature"
)

// weights are a number for each feature, for training.
type weights [feature.NumFeatures]float64

// priorMean are the means of the Gaussian priors of the weights, from which training
// starts; 0 for features that are not listed. What the text states explicitly should
// decide even if the corpora have few examples of it, because other features express
// the same there.
var priorMean = newWeights(map[string]float64{
	"qualified": 4, "qualified.elsewhere": -3, "within.comma": 4, "within.elsewhere": -3, "within": 2,
	"designator.agrees": 1, "designator.differs": -1, "offset": 1,
	"said.agrees": 1.5, "said.differs": -1.5, "twin.admin1": -2, "twin.admin2": -1.5, "twin.town": 1, "dateline.area": -2,
	"history.near": 4, "history.home": 5, "nearby.named": -1,
	"prior.rival": -2, "unlocated.rival": -3, "unlocated.rival.area": -1.5, "prior.alternate": -1.5, "prior.dominated": -1, "unlocated.dominated": -2,
	"prior.world": .5, "unlocated.world": .5, "prior.country": .5,
})

// nonNegative are features that can only be evidence for a place. A negative weight
// would compensate for a correlated feature.
var nonNegative = featuresNamed(
	"history.country", "history.admin1", "history.near", "history.home",
	"publisher.country", "publisher.near", "publisher.admin1", "said.agrees", "sentence.admin1",
)

// strongPrior are features whose weights stay close to the prior: the corpora have
// hardly any towns and provinces of the same name except New York and Quebec, and the
// volumes of the War of the Rebellion cover theaters, not a newspaper's county.
var strongPrior = featuresNamed(
	"history.near", "history.home", "said.agrees", "said.differs", "twin.admin1", "twin.admin2", "twin.town", "dateline.area",
	"prior.rival", "unlocated.rival", "unlocated.rival.area", "prior.alternate", "prior.dominated", "unlocated.dominated",
)

// strongPriorScale is the factor of the L2 penalty of features with a strong prior.
const strongPriorScale = 50

func newWeights(byName map[string]float64) (w weights) {
	for name, x := range byName {
		w[featureNamed(name)] = x
	}
	return w
}

func featuresNamed(names ...string) []rank.Feature {
	features := make([]rank.Feature, len(names))
	for i, name := range names {
		features[i] = featureNamed(name)
	}
	return features
}

// featureNamed returns the feature with a name, which must exist.
func featureNamed(name string) rank.Feature {
	f, ok := feature.FeatureNamed(name)
	if !ok {
		panic(fmt.Sprintf("no feature %q", name))
	}
	return f
}

// frozenFeatures returns the features that are zero in a pass or in an ablation.
func frozenFeatures(ablate []string, pass int) (frozen [feature.NumFeatures]bool) {
	for f := range feature.NumFeatures {
		frozen[f] = pass == 0 && f.DependsOnContext()
		for _, name := range ablate {
			frozen[f] = frozen[f] || f.String() == name || strings.HasPrefix(f.String(), name+".")
		}
	}
	return frozen
}

package feature

// CalibrationFeature identifies a feature of the best candidate of a cluster from
// which the probability that it is correct is computed.
type CalibrationFeature int

// The calibration features.
const (
	CalBias       CalibrationFeature = iota
	CalLogit                         // of the probability of the best candidate and those near it
	CalLogitAlone                    // of the best candidate alone
	CalSecond                        // probability of the next candidate elsewhere
	CalOnly
	CalHomonyms
	CalDesignator
	CalPart
	CalInner
	CalInflected
	CalVariant
	CalPartial
	CalContainer
	CalContainerLogit
	CalForeign
	CalAlternate
	CalAbbreviation
	CalCountry
	CalRegion
	CalAdmin1
	CalAdmin2
	CalWater
	CalTerrain
	CalQuarter
	CalSite
	CalPopulation
	CalPopulationUnknown
	CalProminence
	CalShare161
	CalNearest
	CalCountryShare
	CalAdmin1Share
	CalWithin
	CalElsewhere
	CalTitle
	CalHistory
	CalPublisher
	CalFacility
	CalWords
	CalAlone // the article names no other place
	CalBoilerplate
	CalNamed // the article names the candidate's country
	CalLocal
	CalUnrelated // the article names other places, but not the candidate's country or one in it
	CalUnrelatedAlternate
	CalUnrelatedProminence
	CalCapital
	CalMargin // of the population over the next of its name
	CalProminenceMargin
	CalOwnCountry
	CalWorld
	CalDominated
	CalRivalName
	CalRival
	CalPaired
	CalWorldDistance // to the nearest other place, of a world city
	CalNeighbors
	CalActor

	// NumCalibrationFeatures is the number of calibration features.
	NumCalibrationFeatures
)

// calibrationNames are the names of the calibration features in the model file. Like
// those of the features, they keep an older vocabulary: stranger for unrelated.
var calibrationNames = [NumCalibrationFeatures]string{
	"bias", "logit", "logit.alone", "second", "only", "homonyms", "designator", "part", "inner", "inflected", "variant", "partial", "nearby", "nearby.logit",
	"name.foreign", "name.alternate", "name.abbreviation", "kind.country", "kind.region", "kind.admin1", "kind.admin2", "kind.water", "kind.terrain",
	"kind.quarter", "kind.site", "population", "population.unknown", "fame", "near.161", "near.nearest", "vote.country", "vote.admin1", "within", "elsewhere",
	"title", "history", "publisher", "facility", "words", "alone", "boilerplate", "named", "local", "stranger", "stranger.alternate", "stranger.fame", "capital", "margin", "fame.margin",
	"prior.country", "prior.world", "unlocated.dominated", "unlocated.alternate", "unlocated.rival", "paired", "world.distance", "neighbors", "actor",
}

// String returns the feature's name in the model file.
func (f CalibrationFeature) String() string { return calibrationNames[f] }

// CalibrationRow is the calibration features of one answer, or a weight for each.
type CalibrationRow [NumCalibrationFeatures]float32

package rank

// Feature identifies a feature of a candidate.
type Feature int

// The features. Those before firstContext depend on the phrase, the place, the title
// and the publisher; the others depend on the present probabilities of the article's
// other names and are computed again for each pass.
const (
	fDesignator Feature = iota
	fPart
	fInner
	fInflected
	fVariant
	fPartial
	fPartialLast
	fContainer
	fContainerWeight
	fContainerFacility
	fContainerArea
	fContainerOwnStrength
	fContainerNamed

	fAlternate
	fForeign
	fAbbreviation
	fDemonym
	fFormer

	fCountry
	fRegion
	fAdmin1
	fAdmin2
	fWater
	fTerrain
	fQuarter
	fSite
	fCapital
	fAdmin1Capital

	fPopulationSettlement
	fPopulationCountry
	fPopulationAdmin1
	fPopulationAdmin2
	fPopulationOther
	fPopulationMargin
	fPopulationFirst
	fProminence
	fProminenceMargin
	fPopulationUnknown
	fOnly
	fHomonyms

	fDesignatorAgrees
	fDesignatorDiffers
	fCueAgrees
	fCueDiffers
	fHomonymAdmin1
	fHomonymAdmin2
	fHomonymTown
	fDatelineArea
	fFacilitySite
	fFacilityOther
	fAdjectiveCountry
	fAdjectiveDemonym
	fAdjectiveOther
	fLiteralDemonym

	fQualified
	fQualifiedElsewhere
	fTitleCountry
	fTitleAdmin1
	fPublisherCountry
	fPublisherAbroad
	fPublisherNear
	fPublisherAdmin1
	fHistoryCountry
	fHistoryAdmin1
	fHistoryNear
	fHistoryFocus
	fOwnCountry
	fRival
	fRivalArea
	fRivalName
	fWorld
	fDominated
	fPaired
	fNeighbors

	fWithinComma
	fWithin
	fWithinElsewhere
	fContains
	fContainsComma
	fSentenceAdmin1
	fNamedCountry
	fNamedAdmin1
	fLocalCountry
	fLocalAdmin1
	fListCountry
	fListAdmin1
	fListNear
	fListClass
	fCountryShare
	fAdmin1Share
	fAdmin2Share
	fCountryShareOfCountry
	fAdmin1ShareOfAdmin1
	fAdmin2ShareOfAdmin2
	fAbroadCapital
	fAbroadArea
	fAbroadOther
	fAbroadSpread
	fAbroadProminence
	fAbroadProminenceMargin
	fAbroadPopulationMargin
	fAbroadPopulationFirst
	fMajorityCountry
	fMajorityAdmin1
	fNearest
	fDistance
	fShare161
	fShare50
	fLeadCountry
	fLeadAdmin1
	fLeadDistance
	fDatelineCountry
	fDatelineAdmin1
	fDatelineDistance
	fSamePlace
	fOffset
	fLocationCountry
	fLocationAdmin1
	fActorCountry
	fActorAdmin1
	fUnlocatedRival
	fUnlocatedRivalArea
	fUnlocatedDominated
	fUnlocatedAlternate
	fUnlocatedWorld

	// NumFeatures is the number of features.
	NumFeatures

	firstContext = fWithinComma
)

// Row is the values of the features of one candidate, or a weight for each feature.
type Row [NumFeatures]float32

// Group is a group of features that express the same evidence, for explanations.
type Group int

// The groups. Features of GroupNone explain nothing.
const (
	GroupNone Group = iota
	GroupPopulation
	GroupProminence
	GroupKind
	GroupName
	GroupWithin
	GroupContains
	GroupCountry
	GroupAdmin1
	GroupNear
	GroupPublisher
	GroupHistory
	GroupDateline
	GroupOffset
	GroupSame

	// NumGroups is the number of groups.
	NumGroups
)

// featureTable has the name of each feature in the model file, which rejects models
// with other features, and its group. The names are part of the file format, so they
// keep an older vocabulary: fame for prominence, said for cues, twin for homonyms,
// nearby for containers, vote for shares, holds for contains, seat for the capital of
// a first-level area.
var featureTable = [NumFeatures]struct {
	name  string
	group Group
}{
	fDesignator:           {"designator", GroupName},
	fPart:                 {"part", GroupName},
	fInner:                {"inner", GroupName},
	fInflected:            {"inflected", GroupName},
	fVariant:              {"variant", GroupName},
	fPartial:              {"partial", GroupNone},
	fPartialLast:          {"partial.last", GroupName},
	fContainer:            {"nearby", GroupNone},
	fContainerWeight:      {"nearby.weight", GroupNone},
	fContainerFacility:    {"nearby.facility", GroupNone},
	fContainerArea:        {"nearby.area", GroupNone},
	fContainerOwnStrength: {"nearby.rival", GroupNone},
	fContainerNamed:       {"nearby.named", GroupNone},

	fAlternate:    {"name.alternate", GroupName},
	fForeign:      {"name.foreign", GroupName},
	fAbbreviation: {"name.abbreviation", GroupName},
	fDemonym:      {"name.demonym", GroupName},
	fFormer:       {"name.former", GroupName},

	fCountry:       {"kind.country", GroupKind},
	fRegion:        {"kind.region", GroupKind},
	fAdmin1:        {"kind.admin1", GroupKind},
	fAdmin2:        {"kind.admin2", GroupKind},
	fWater:         {"kind.water", GroupKind},
	fTerrain:       {"kind.terrain", GroupKind},
	fQuarter:       {"kind.quarter", GroupKind},
	fSite:          {"kind.site", GroupKind},
	fCapital:       {"kind.capital", GroupKind},
	fAdmin1Capital: {"kind.seat", GroupKind},

	fPopulationSettlement: {"population.settlement", GroupPopulation},
	fPopulationCountry:    {"population.country", GroupPopulation},
	fPopulationAdmin1:     {"population.admin1", GroupPopulation},
	fPopulationAdmin2:     {"population.admin2", GroupPopulation},
	fPopulationOther:      {"population.other", GroupPopulation},
	fPopulationMargin:     {"population.margin", GroupPopulation},
	fPopulationFirst:      {"population.first", GroupPopulation},
	fProminence:           {"fame", GroupProminence},
	fProminenceMargin:     {"fame.margin", GroupProminence},
	fPopulationUnknown:    {"population.unknown", GroupPopulation},
	fOnly:                 {"only", GroupNone},
	fHomonyms:             {"homonyms", GroupPopulation},

	fDesignatorAgrees:  {"designator.agrees", GroupKind},
	fDesignatorDiffers: {"designator.differs", GroupKind},
	fCueAgrees:         {"said.agrees", GroupKind},
	fCueDiffers:        {"said.differs", GroupKind},
	fHomonymAdmin1:     {"twin.admin1", GroupKind},
	fHomonymAdmin2:     {"twin.admin2", GroupKind},
	fHomonymTown:       {"twin.town", GroupKind},
	fDatelineArea:      {"dateline.area", GroupKind},
	fFacilitySite:      {"facility.site", GroupKind},
	fFacilityOther:     {"facility.other", GroupKind},
	fAdjectiveCountry:  {"adjective.country", GroupKind},
	fAdjectiveDemonym:  {"adjective.demonym", GroupKind},
	fAdjectiveOther:    {"adjective.other", GroupKind},
	fLiteralDemonym:    {"literal.demonym", GroupName},

	fQualified:          {"qualified", GroupWithin},
	fQualifiedElsewhere: {"qualified.elsewhere", GroupWithin},
	fTitleCountry:       {"title.country", GroupCountry},
	fTitleAdmin1:        {"title.admin1", GroupAdmin1},
	fPublisherCountry:   {"publisher.country", GroupPublisher},
	fPublisherAbroad:    {"publisher.abroad", GroupPublisher},
	fPublisherNear:      {"publisher.near", GroupPublisher},
	fPublisherAdmin1:    {"publisher.admin1", GroupPublisher},
	fHistoryCountry:     {"history.country", GroupHistory},
	fHistoryAdmin1:      {"history.admin1", GroupHistory},
	fHistoryNear:        {"history.near", GroupHistory},
	fHistoryFocus:       {"history.home", GroupHistory},

	fOwnCountry: {"prior.country", GroupKind},
	fRival:      {"prior.rival", GroupKind},
	fRivalArea:  {"prior.rival.area", GroupKind},
	fRivalName:  {"prior.alternate", GroupName},
	fWorld:      {"prior.world", GroupPopulation},
	fDominated:  {"prior.dominated", GroupPopulation},
	fPaired:     {"paired", GroupWithin},
	fNeighbors:  {"neighbors", GroupNear},

	fWithinComma:            {"within.comma", GroupWithin},
	fWithin:                 {"within", GroupWithin},
	fWithinElsewhere:        {"within.elsewhere", GroupWithin},
	fContains:               {"holds", GroupContains},
	fContainsComma:          {"holds.comma", GroupContains},
	fSentenceAdmin1:         {"sentence.admin1", GroupAdmin1},
	fNamedCountry:           {"named.country", GroupCountry},
	fNamedAdmin1:            {"named.admin1", GroupAdmin1},
	fLocalCountry:           {"local.country", GroupCountry},
	fLocalAdmin1:            {"local.admin1", GroupAdmin1},
	fListCountry:            {"list.country", GroupCountry},
	fListAdmin1:             {"list.admin1", GroupAdmin1},
	fListNear:               {"list.near", GroupNear},
	fListClass:              {"list.class", GroupKind},
	fCountryShare:           {"vote.country", GroupCountry},
	fAdmin1Share:            {"vote.admin1", GroupAdmin1},
	fAdmin2Share:            {"vote.admin2", GroupAdmin1},
	fCountryShareOfCountry:  {"vote.country.itself", GroupCountry},
	fAdmin1ShareOfAdmin1:    {"vote.admin1.itself", GroupAdmin1},
	fAdmin2ShareOfAdmin2:    {"vote.admin2.itself", GroupAdmin1},
	fAbroadCapital:          {"abroad.capital", GroupKind},
	fAbroadArea:             {"abroad.area", GroupKind},
	fAbroadOther:            {"abroad.other", GroupCountry},
	fAbroadSpread:           {"abroad.many", GroupKind},
	fAbroadProminence:       {"abroad.fame", GroupProminence},
	fAbroadProminenceMargin: {"abroad.fame.margin", GroupProminence},
	fAbroadPopulationMargin: {"abroad.population.margin", GroupPopulation},
	fAbroadPopulationFirst:  {"abroad.population.first", GroupPopulation},
	fMajorityCountry:        {"most.country", GroupCountry},
	fMajorityAdmin1:         {"most.admin1", GroupAdmin1},
	fNearest:                {"near.nearest", GroupNear},
	fDistance:               {"near.distance", GroupNear},
	fShare161:               {"near.161", GroupNear},
	fShare50:                {"near.50", GroupNear},
	fLeadCountry:            {"first.country", GroupCountry},
	fLeadAdmin1:             {"first.admin1", GroupAdmin1},
	fLeadDistance:           {"first.distance", GroupNear},
	fDatelineCountry:        {"dateline.country", GroupDateline},
	fDatelineAdmin1:         {"dateline.admin1", GroupDateline},
	fDatelineDistance:       {"dateline.distance", GroupDateline},
	fSamePlace:              {"same", GroupSame},
	fOffset:                 {"offset", GroupOffset},
	fLocationCountry:        {"location.country", GroupCountry},
	fLocationAdmin1:         {"location.admin1", GroupAdmin1},
	fActorCountry:           {"actor.country", GroupNone},
	fActorAdmin1:            {"actor.admin1", GroupNone},
	fUnlocatedRival:         {"unlocated.rival", GroupKind},
	fUnlocatedRivalArea:     {"unlocated.rival.area", GroupKind},
	fUnlocatedDominated:     {"unlocated.dominated", GroupPopulation},
	fUnlocatedAlternate:     {"unlocated.alternate", GroupName},
	fUnlocatedWorld:         {"unlocated.world", GroupPopulation},
}

// String returns the feature's name in the model file.
func (f Feature) String() string { return featureTable[f].name }

// Group returns the group of the feature.
func (f Feature) Group() Group { return featureTable[f].group }

// DependsOnContext reports whether the feature depends on the article's other names.
// Such features are zero in the first pass.
func (f Feature) DependsOnContext() bool { return f >= firstContext }

// FeatureNamed returns the feature with a name; ok is false if no feature has it.
func FeatureNamed(name string) (f Feature, ok bool) {
	for f := range NumFeatures {
		if featureTable[f].name == name {
			return f, true
		}
	}
	return 0, false
}

package feature

// Feature identifies a feature of a candidate.
type Feature int

// The features. Those before FirstContext depend on the phrase, the place, the title
// and the publisher; the others depend on the present probabilities of the article's
// other names and are computed again for each pass.
const (
	Designator Feature = iota
	Part
	Inner
	Inflected
	Variant
	Partial
	PartialLast
	Container
	ContainerWeight
	ContainerFacility
	ContainerArea
	ContainerOwnStrength
	ContainerNamed

	Alternate
	Foreign
	Abbreviation
	Demonym
	Former

	Country
	Region
	Admin1
	Admin2
	Water
	Terrain
	Quarter
	Site
	Capital
	Admin1Capital

	PopulationSettlement
	PopulationCountry
	PopulationAdmin1
	PopulationAdmin2
	PopulationOther
	PopulationMargin
	PopulationFirst
	Prominence
	ProminenceMargin
	PopulationUnknown
	Only
	Homonyms

	DesignatorAgrees
	DesignatorDiffers
	CueAgrees
	CueDiffers
	HomonymAdmin1
	HomonymAdmin2
	HomonymTown
	DatelineArea
	FacilitySite
	FacilityOther
	AdjectiveCountry
	AdjectiveDemonym
	AdjectiveOther
	LiteralDemonym

	Qualified
	QualifiedElsewhere
	TitleCountry
	TitleAdmin1
	PublisherCountry
	PublisherAbroad
	PublisherNear
	PublisherAdmin1
	HistoryCountry
	HistoryAdmin1
	HistoryNear
	HistoryFocus
	OwnCountry
	Rival
	RivalArea
	RivalName
	World
	Dominated
	Paired
	Neighbors

	WithinComma
	Within
	WithinElsewhere
	Contains
	ContainsComma
	SentenceAdmin1
	NamedCountry
	NamedAdmin1
	LocalCountry
	LocalAdmin1
	ListCountry
	ListAdmin1
	ListNear
	ListClass
	CountryShare
	Admin1Share
	Admin2Share
	CountryShareOfCountry
	Admin1ShareOfAdmin1
	Admin2ShareOfAdmin2
	AbroadCapital
	AbroadArea
	AbroadOther
	AbroadSpread
	AbroadProminence
	AbroadProminenceMargin
	AbroadPopulationMargin
	AbroadPopulationFirst
	MajorityCountry
	MajorityAdmin1
	Nearest
	Distance
	Share161
	Share50
	LeadCountry
	LeadAdmin1
	LeadDistance
	DatelineCountry
	DatelineAdmin1
	DatelineDistance
	SamePlace
	Offset
	LocationCountry
	LocationAdmin1
	ActorCountry
	ActorAdmin1
	UnlocatedRival
	UnlocatedRivalArea
	UnlocatedDominated
	UnlocatedAlternate
	UnlocatedWorld

	// NumFeatures is the number of features.
	NumFeatures

	// FirstContext is the first feature that depends on the article's other names.
	FirstContext = WithinComma
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
	Designator:           {"designator", GroupName},
	Part:                 {"part", GroupName},
	Inner:                {"inner", GroupName},
	Inflected:            {"inflected", GroupName},
	Variant:              {"variant", GroupName},
	Partial:              {"partial", GroupNone},
	PartialLast:          {"partial.last", GroupName},
	Container:            {"nearby", GroupNone},
	ContainerWeight:      {"nearby.weight", GroupNone},
	ContainerFacility:    {"nearby.facility", GroupNone},
	ContainerArea:        {"nearby.area", GroupNone},
	ContainerOwnStrength: {"nearby.rival", GroupNone},
	ContainerNamed:       {"nearby.named", GroupNone},

	Alternate:    {"name.alternate", GroupName},
	Foreign:      {"name.foreign", GroupName},
	Abbreviation: {"name.abbreviation", GroupName},
	Demonym:      {"name.demonym", GroupName},
	Former:       {"name.former", GroupName},

	Country:       {"kind.country", GroupKind},
	Region:        {"kind.region", GroupKind},
	Admin1:        {"kind.admin1", GroupKind},
	Admin2:        {"kind.admin2", GroupKind},
	Water:         {"kind.water", GroupKind},
	Terrain:       {"kind.terrain", GroupKind},
	Quarter:       {"kind.quarter", GroupKind},
	Site:          {"kind.site", GroupKind},
	Capital:       {"kind.capital", GroupKind},
	Admin1Capital: {"kind.seat", GroupKind},

	PopulationSettlement: {"population.settlement", GroupPopulation},
	PopulationCountry:    {"population.country", GroupPopulation},
	PopulationAdmin1:     {"population.admin1", GroupPopulation},
	PopulationAdmin2:     {"population.admin2", GroupPopulation},
	PopulationOther:      {"population.other", GroupPopulation},
	PopulationMargin:     {"population.margin", GroupPopulation},
	PopulationFirst:      {"population.first", GroupPopulation},
	Prominence:           {"fame", GroupProminence},
	ProminenceMargin:     {"fame.margin", GroupProminence},
	PopulationUnknown:    {"population.unknown", GroupPopulation},
	Only:                 {"only", GroupNone},
	Homonyms:             {"homonyms", GroupPopulation},

	DesignatorAgrees:  {"designator.agrees", GroupKind},
	DesignatorDiffers: {"designator.differs", GroupKind},
	CueAgrees:         {"said.agrees", GroupKind},
	CueDiffers:        {"said.differs", GroupKind},
	HomonymAdmin1:     {"twin.admin1", GroupKind},
	HomonymAdmin2:     {"twin.admin2", GroupKind},
	HomonymTown:       {"twin.town", GroupKind},
	DatelineArea:      {"dateline.area", GroupKind},
	FacilitySite:      {"facility.site", GroupKind},
	FacilityOther:     {"facility.other", GroupKind},
	AdjectiveCountry:  {"adjective.country", GroupKind},
	AdjectiveDemonym:  {"adjective.demonym", GroupKind},
	AdjectiveOther:    {"adjective.other", GroupKind},
	LiteralDemonym:    {"literal.demonym", GroupName},

	Qualified:          {"qualified", GroupWithin},
	QualifiedElsewhere: {"qualified.elsewhere", GroupWithin},
	TitleCountry:       {"title.country", GroupCountry},
	TitleAdmin1:        {"title.admin1", GroupAdmin1},
	PublisherCountry:   {"publisher.country", GroupPublisher},
	PublisherAbroad:    {"publisher.abroad", GroupPublisher},
	PublisherNear:      {"publisher.near", GroupPublisher},
	PublisherAdmin1:    {"publisher.admin1", GroupPublisher},
	HistoryCountry:     {"history.country", GroupHistory},
	HistoryAdmin1:      {"history.admin1", GroupHistory},
	HistoryNear:        {"history.near", GroupHistory},
	HistoryFocus:       {"history.home", GroupHistory},

	OwnCountry: {"prior.country", GroupKind},
	Rival:      {"prior.rival", GroupKind},
	RivalArea:  {"prior.rival.area", GroupKind},
	RivalName:  {"prior.alternate", GroupName},
	World:      {"prior.world", GroupPopulation},
	Dominated:  {"prior.dominated", GroupPopulation},
	Paired:     {"paired", GroupWithin},
	Neighbors:  {"neighbors", GroupNear},

	WithinComma:            {"within.comma", GroupWithin},
	Within:                 {"within", GroupWithin},
	WithinElsewhere:        {"within.elsewhere", GroupWithin},
	Contains:               {"holds", GroupContains},
	ContainsComma:          {"holds.comma", GroupContains},
	SentenceAdmin1:         {"sentence.admin1", GroupAdmin1},
	NamedCountry:           {"named.country", GroupCountry},
	NamedAdmin1:            {"named.admin1", GroupAdmin1},
	LocalCountry:           {"local.country", GroupCountry},
	LocalAdmin1:            {"local.admin1", GroupAdmin1},
	ListCountry:            {"list.country", GroupCountry},
	ListAdmin1:             {"list.admin1", GroupAdmin1},
	ListNear:               {"list.near", GroupNear},
	ListClass:              {"list.class", GroupKind},
	CountryShare:           {"vote.country", GroupCountry},
	Admin1Share:            {"vote.admin1", GroupAdmin1},
	Admin2Share:            {"vote.admin2", GroupAdmin1},
	CountryShareOfCountry:  {"vote.country.itself", GroupCountry},
	Admin1ShareOfAdmin1:    {"vote.admin1.itself", GroupAdmin1},
	Admin2ShareOfAdmin2:    {"vote.admin2.itself", GroupAdmin1},
	AbroadCapital:          {"abroad.capital", GroupKind},
	AbroadArea:             {"abroad.area", GroupKind},
	AbroadOther:            {"abroad.other", GroupCountry},
	AbroadSpread:           {"abroad.many", GroupKind},
	AbroadProminence:       {"abroad.fame", GroupProminence},
	AbroadProminenceMargin: {"abroad.fame.margin", GroupProminence},
	AbroadPopulationMargin: {"abroad.population.margin", GroupPopulation},
	AbroadPopulationFirst:  {"abroad.population.first", GroupPopulation},
	MajorityCountry:        {"most.country", GroupCountry},
	MajorityAdmin1:         {"most.admin1", GroupAdmin1},
	Nearest:                {"near.nearest", GroupNear},
	Distance:               {"near.distance", GroupNear},
	Share161:               {"near.161", GroupNear},
	Share50:                {"near.50", GroupNear},
	LeadCountry:            {"first.country", GroupCountry},
	LeadAdmin1:             {"first.admin1", GroupAdmin1},
	LeadDistance:           {"first.distance", GroupNear},
	DatelineCountry:        {"dateline.country", GroupDateline},
	DatelineAdmin1:         {"dateline.admin1", GroupDateline},
	DatelineDistance:       {"dateline.distance", GroupDateline},
	SamePlace:              {"same", GroupSame},
	Offset:                 {"offset", GroupOffset},
	LocationCountry:        {"location.country", GroupCountry},
	LocationAdmin1:         {"location.admin1", GroupAdmin1},
	ActorCountry:           {"actor.country", GroupNone},
	ActorAdmin1:            {"actor.admin1", GroupNone},
	UnlocatedRival:         {"unlocated.rival", GroupKind},
	UnlocatedRivalArea:     {"unlocated.rival.area", GroupKind},
	UnlocatedDominated:     {"unlocated.dominated", GroupPopulation},
	UnlocatedAlternate:     {"unlocated.alternate", GroupName},
	UnlocatedWorld:         {"unlocated.world", GroupPopulation},
}

// String returns the feature's name in the model file.
func (f Feature) String() string { return featureTable[f].name }

// Group returns the group of the feature.
func (f Feature) Group() Group { return featureTable[f].group }

// DependsOnContext reports whether the feature depends on the article's other names.
// Such features are zero in the first pass.
func (f Feature) DependsOnContext() bool { return f >= FirstContext }

// FeatureNamed returns the feature with a name; ok is false if no feature has it.
func FeatureNamed(name string) (f Feature, ok bool) {
	for f := range NumFeatures {
		if featureTable[f].name == name {
			return f, true
		}
	}
	return 0, false
}

// Dot returns the dot product of weights and features.
func Dot(a, b *Row) float32 {
	var s0, s1, s2, s3 float32
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		s0 += a[i] * b[i]
	}
	return s0 + s1 + s2 + s3
}

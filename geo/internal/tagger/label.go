package tagger

import "dateline/geo/internal/tagger/crf"

// Label is the label that the CRF assigns to a token, Scores a number for each label.
type (
	Label  = crf.Label
	Scores = crf.Scores
)

// The labels, see [crf.Label].
const (
	LabelNone          = crf.LabelNone
	BeginPlace         = crf.BeginPlace
	InsidePlace        = crf.InsidePlace
	BeginAdjective     = crf.BeginAdjective
	InsideAdjective    = crf.InsideAdjective
	BeginPerson        = crf.BeginPerson
	InsidePerson       = crf.InsidePerson
	BeginOrganization  = crf.BeginOrganization
	InsideOrganization = crf.InsideOrganization
	BeginOther         = crf.BeginOther
	InsideOther        = crf.InsideOther
	LabelCount         = crf.LabelCount
)

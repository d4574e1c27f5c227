package rank

import "dateline/geo/internal/rank/feature"

// The features, their weights and the model, see package feature.
type (
	Feature            = feature.Feature
	Row                = feature.Row
	Group              = feature.Group
	CalibrationFeature = feature.CalibrationFeature
	CalibrationRow     = feature.CalibrationRow
	Model              = feature.Model
)

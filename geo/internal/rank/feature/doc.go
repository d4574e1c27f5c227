// Package feature names the features of the ranker and of its calibration, and stores the model that weighs them.
package feature

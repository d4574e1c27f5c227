// Package eval scores predictions against gold: recognition, resolution, end to end and calibration.
package eval

package resolver

import (
	"math"

	"dateline/geo/internal/rank"
)

const numCalibration = int(rank.NumCalibrationFeatures)

// calibrationPrior are the means of the Gaussian priors of the calibration weights: a
// London in the corpora that is in Ontario must not make all capitals doubtful.
var calibrationPrior = func() (w [numCalibration]float64) {
	for f := range rank.NumCalibrationFeatures {
		if f.String() == "capital" {
			w[f] = 1
		}
	}
	return w
}()

// The L2 penalties of the calibration weights: of those with a prior mean, and of the
// others.
const (
	strongRidge = 200.0
	ridge       = 1.0
)

// fitCalibration fits the logistic model with Newton's method and L2 penalties.
func fitCalibration(answers []answer) (out rank.CalibrationRow) {
	x := calibrationPrior
	for range 25 {
		gradient, hessian := derivatives(answers, &x)
		change := solve(hessian, gradient)
		for f := range x {
			x[f] += change[f]
		}
	}
	for f := range x {
		out[f] = float32(x[f])
	}
	return out
}

// derivatives returns the gradient and the negative Hessian of the penalized log
// likelihood at weights x.
func derivatives(answers []answer, x *[numCalibration]float64) (*[numCalibration]float64, *[numCalibration][numCalibration]float64) {
	var gradient [numCalibration]float64
	var hessian [numCalibration][numCalibration]float64
	for f := range x {
		penalty := ridge
		if calibrationPrior[f] != 0 {
			penalty = strongRidge
		}
		gradient[f] = -penalty * (x[f] - calibrationPrior[f])
		hessian[f][f] = penalty
	}
	for i := range answers {
		e := &answers[i]
		var z float64
		for f := range x {
			z += x[f] * float64(e.features[f])
		}
		p := 1 / (1 + math.Exp(-z))
		d := -p
		if e.correct {
			d = 1 - p
		}
		h := e.weight * p * (1 - p)
		for a := range x {
			if e.features[a] == 0 {
				continue
			}
			gradient[a] += e.weight * d * float64(e.features[a])
			for b := range x {
				hessian[a][b] += h * float64(e.features[a]) * float64(e.features[b])
			}
		}
	}
	return &gradient, &hessian
}

// solve solves the symmetric positive definite system a·x = b by Gaussian elimination,
// which overwrites both.
func solve(a *[numCalibration][numCalibration]float64, b *[numCalibration]float64) (x [numCalibration]float64) {
	n := numCalibration
	for i := range n {
		for k := i + 1; k < n; k++ {
			f := a[k][i] / a[i][i]
			if f == 0 {
				continue
			}
			for j := i; j < n; j++ {
				a[k][j] -= f * a[i][j]
			}
			b[k] -= f * b[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		sum := b[i]
		for j := i + 1; j < n; j++ {
			sum -= a[i][j] * x[j]
		}
		x[i] = sum / a[i][i]
	}
	return x
}

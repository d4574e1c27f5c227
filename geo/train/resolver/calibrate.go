package resolver

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"dateline/geo/internal/rank"
	"dateline/geo/internal/rank/feature"

	"gonum.org/v1/gonum/mat"
)

const numCalibration = int(feature.NumCalibrationFeatures)

// calibrationPrior are the means of the Gaussian priors of the calibration weights: a
// London in the corpora that is in Ontario must not make all capitals doubtful.
var calibrationPrior = func() (w [numCalibration]float64) {
	for f := range feature.NumCalibrationFeatures {
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
func fitCalibration(answers []answer) (out rank.CalibrationRow, err error) {
	x := mat.NewVecDense(numCalibration, slices.Clone(calibrationPrior[:]))
	for range 25 {
		gradient, hessian := derivatives(answers, x.RawVector().Data)
		var factors mat.Cholesky
		if !factors.Factorize(hessian) {
			return out, errors.New("the Hessian of the calibration is not positive definite")
		}
		var change mat.VecDense
		if err := factors.SolveVecTo(&change, gradient); err != nil {
			return out, fmt.Errorf("solving for the weights of the calibration: %w", err)
		}
		x.AddVec(x, &change)
	}
	for f := range out {
		out[f] = float32(x.AtVec(f))
	}
	return out, nil
}

// derivatives returns the gradient and the negative Hessian of the penalized log
// likelihood at weights x.
func derivatives(answers []answer, x []float64) (*mat.VecDense, *mat.SymDense) {
	var gradient [numCalibration]float64
	hessian := make([]float64, numCalibration*numCalibration) // upper triangle
	for f := range x {
		penalty := ridge
		if calibrationPrior[f] != 0 {
			penalty = strongRidge
		}
		gradient[f] = -penalty * (x[f] - calibrationPrior[f])
		hessian[f*numCalibration+f] = penalty
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
			row := hessian[a*numCalibration:]
			for b := a; b < numCalibration; b++ {
				row[b] += h * float64(e.features[a]) * float64(e.features[b])
			}
		}
	}
	return mat.NewVecDense(numCalibration, gradient[:]), mat.NewSymDense(numCalibration, hessian)
}

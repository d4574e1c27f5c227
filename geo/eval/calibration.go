package eval

import "math"

// calibrationEdges are the edges of the bins of a reliability diagram, finer where
// most answers are.
var calibrationEdges = [...]float64{0, .2, .4, .5, .6, .7, .8, .9, .95, .98, .99, 1}

// Bin is one bin of a reliability diagram.
type Bin struct {
	From, To float64
	N        int // answers
	// Mean is the mean predicted probability, Correct the fraction of correct
	// answers.
	Mean, Correct float64
}

// Calibration compares predicted probabilities with outcomes.
type Calibration struct {
	bins []Bin
}

// Add counts one answer.
func (c *Calibration) Add(probability float64, correct bool) {
	if c.bins == nil {
		for i := range calibrationEdges[1:] {
			c.bins = append(c.bins, Bin{From: calibrationEdges[i], To: calibrationEdges[i+1]})
		}
	}
	i := len(c.bins) - 1
	for i > 0 && probability < c.bins[i].From {
		i--
	}
	b := &c.bins[i]
	b.N++
	b.Mean += probability
	if correct {
		b.Correct++
	}
}

// Bins returns the bins that are not empty, by rising probability.
func (c *Calibration) Bins() []Bin {
	var out []Bin
	for _, b := range c.bins {
		if b.N > 0 {
			b.Mean /= float64(b.N)
			b.Correct /= float64(b.N)
			out = append(out, b)
		}
	}
	return out
}

// Error returns the expected calibration error: the mean over all answers of the
// absolute difference between predicted and observed frequency, by bin (Naeini et
// al. 2015).
func (c *Calibration) Error() float64 {
	n, sum := 0, 0.0
	for _, b := range c.bins {
		n += b.N
		sum += math.Abs(b.Mean - b.Correct)
	}
	return sum / float64(max(1, n))
}

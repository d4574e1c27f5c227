package recognize

import (
	"math"
	"math/rand/v2"
)

// example is one decision to learn: features and answer.
type example struct {
	features []uint32
	yes      bool
	weight   float32
}

// fitLogistic fits a logistic classifier over size hashed weights by AdaGrad.
func fitLogistic(examples []example, size, epochs int) []float32 {
	w, q := make([]float32, size), make([]float32, size)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for e := range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rate := float32(0.12) / (1 + 0.25*float32(e))
		for _, i := range order {
			ex := &examples[i]
			var sum float32
			for _, f := range ex.features {
				sum += w[f]
			}
			d := -sigmoid(sum)
			if ex.yes {
				d++
			}
			d *= ex.weight
			for _, f := range ex.features {
				g := d - 2e-3*w[f]
				q[f] += g * g
				w[f] += rate * g / (0.5 + float32(math.Sqrt(float64(q[f]))))
			}
		}
	}
	return w
}

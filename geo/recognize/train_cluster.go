package recognize

import (
	"cmp"
	"math"
	"slices"
)

// clusterCount is the number of classes of words, 0 for words too rare to know.
const clusterCount = 160

// clusterLeast is how often a word must be seen to be put into a class.
const clusterLeast = 5

// pairCount is how often a word stands next to another one.
type pairCount struct {
	word  uint32
	count float64
}

// exchanger groups words by what stands beside them: the exchange algorithm for
// bigram classes (Martin, Liermann & Ney 1998).
type exchanger struct {
	left, right [][]pairCount // by word: neighbours
	total       []float64     // by word: how often it was seen
	class       []uint8
	pairs       [clusterCount][clusterCount]float64
	sums        [clusterCount]float64
}

// learnClusters gives each word of the training text a class and stores it in t.
func learnClusters(t *table, data []labelled, rounds int) {
	count := map[uint32]float64{}
	var toks []token
	for n := range data {
		toks = tokenize(toks[:0], data[n].text)
		for i := range toks {
			count[toks[i].lower]++
		}
	}
	hashes := make([]uint32, 0, len(count))
	for h, n := range count {
		if n >= clusterLeast {
			hashes = append(hashes, h)
		}
	}
	slices.SortFunc(hashes, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	ids := make(map[uint32]uint32, len(hashes))
	for i, h := range hashes {
		ids[h] = uint32(i + 1) // word 0 is the rare word and the sentence's edge
	}
	x := &exchanger{
		left: make([][]pairCount, len(hashes)+1), right: make([][]pairCount, len(hashes)+1),
		total: make([]float64, len(hashes)+1), class: make([]uint8, len(hashes)+1),
	}
	bigrams := map[[2]uint32]float64{}
	for n := range data {
		toks = tokenize(toks[:0], data[n].text)
		last := uint32(0)
		for i := range toks {
			w := ids[toks[i].lower]
			if w != last {
				bigrams[[2]uint32{last, w}]++
			}
			last = w
		}
	}
	x.load(bigrams)
	for range rounds {
		if x.round() == 0 {
			break
		}
	}
	for i, h := range hashes {
		t.cluster(h, x.class[i+1])
	}
}

// load takes the counts of neighbouring words and makes a first guess.
func (x *exchanger) load(bigrams map[[2]uint32]float64) {
	keys := make([][2]uint32, 0, len(bigrams))
	for k := range bigrams {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]uint32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for w := 1; w < len(x.class); w++ {
		x.class[w] = uint8(1 + (w-1)%(clusterCount-1))
	}
	for _, k := range keys {
		n := bigrams[k]
		a, b := k[0], k[1]
		x.right[a] = append(x.right[a], pairCount{b, n})
		x.left[b] = append(x.left[b], pairCount{a, n})
		x.total[b] += n
		x.pairs[x.class[a]][x.class[b]] += n
	}
	for w, n := range x.total {
		x.sums[x.class[w]] += n
	}
}

// round moves each word to the class where it fits best and returns how many
// moved.
func (x *exchanger) round() (moved int) {
	var l, r [clusterCount]float64
	var lc, rc []int
	for w := 1; w < len(x.class); w++ {
		lc, rc = gatherClasses(x.left[w], x.class, &l, lc[:0]), gatherClasses(x.right[w], x.class, &r, rc[:0])
		old := x.class[w]
		x.shift(int(old), &l, &r, lc, rc, -1, x.total[w])
		best, top := old, math.Inf(-1)
		for b := 1; b < clusterCount; b++ {
			gain := -2 * (entropy(x.sums[b]+x.total[w]) - entropy(x.sums[b]))
			for _, c := range rc {
				gain += entropy(x.pairs[b][c]+r[c]) - entropy(x.pairs[b][c])
			}
			for _, c := range lc {
				gain += entropy(x.pairs[c][b]+l[c]) - entropy(x.pairs[c][b])
			}
			if gain > top+1e-9 {
				best, top = uint8(b), gain
			}
		}
		x.shift(int(best), &l, &r, lc, rc, 1, x.total[w])
		if best != old {
			moved++
			x.class[w] = best
		}
		for _, c := range lc {
			l[c] = 0
		}
		for _, c := range rc {
			r[c] = 0
		}
	}
	return moved
}

// shift adds a word's counts to a class, or with sign -1 takes them away.
func (x *exchanger) shift(class int, l, r *[clusterCount]float64, lc, rc []int, sign, total float64) {
	for _, c := range rc {
		x.pairs[class][c] += sign * r[c]
	}
	for _, c := range lc {
		x.pairs[c][class] += sign * l[c]
	}
	x.sums[class] += sign * total
}

// gatherClasses sums neighbours by class and lists the classes that occur.
func gatherClasses(pairs []pairCount, class []uint8, sums *[clusterCount]float64, dst []int) []int {
	for _, p := range pairs {
		c := class[p.word]
		if sums[c] == 0 {
			dst = append(dst, int(c))
		}
		sums[c] += p.count
	}
	return dst
}

// entropies holds n log n for small n.
var entropies = func() (t [1 << 12]float64) {
	for i := 1; i < len(t); i++ {
		t[i] = float64(i) * math.Log(float64(i))
	}
	return t
}()

func entropy(n float64) float64 {
	if n < 0.5 {
		return 0
	}
	if n < float64(len(entropies)) {
		return entropies[int(n+0.5)]
	}
	return n * math.Log(n)
}

package recognizer

import (
	"cmp"
	"math"
	"slices"

	"dateline/geo/internal/tagger"
)

// clusterCount is the number of clusters of words. Cluster 0 is that of rare words.
const clusterCount = 160

// minClustered is the number of occurrences that a word must have to be clustered.
const minClustered = 5

// bigramCount is the number of times that a word is adjacent to another one.
type bigramCount struct {
	word  uint32
	count float64
}

// wordClusters clusters words by their neighbors with the exchange algorithm for bigram classes
// (Martin, Liermann & Ney 1998).
type wordClusters struct {
	left, right [][]bigramCount // neighbors, by word
	total       []float64       // occurrences, by word
	cluster     []uint8         // by word
	pairs       [clusterCount][clusterCount]float64
	sums        [clusterCount]float64
}

// addClusters clusters the words of the sentences and adds the clusters to x.
func addClusters(x *tagger.Lexicon, sentences []sentence, rounds int) {
	count := map[uint32]float64{}
	var tokens []tagger.Token
	for n := range sentences {
		tokens = tagger.Tokenize(tokens[:0], sentences[n].text)
		for i := range tokens {
			count[tokens[i].Lower]++
		}
	}
	hashes := make([]uint32, 0, len(count))
	for h, n := range count {
		if n >= minClustered {
			hashes = append(hashes, h)
		}
	}
	slices.SortFunc(hashes, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	ids := make(map[uint32]uint32, len(hashes))
	for i, h := range hashes {
		ids[h] = uint32(i + 1) // word 0 represents rare words and both ends of a sentence
	}
	c := newWordClusters(len(hashes)+1, countBigrams(sentences, ids))
	for range rounds {
		if c.exchange() == 0 {
			break
		}
	}
	for i, h := range hashes {
		x.SetCluster(h, c.cluster[i+1])
	}
}

// countBigrams counts the pairs of adjacent different words.
func countBigrams(sentences []sentence, ids map[uint32]uint32) map[[2]uint32]float64 {
	bigrams := map[[2]uint32]float64{}
	var tokens []tagger.Token
	for n := range sentences {
		tokens = tagger.Tokenize(tokens[:0], sentences[n].text)
		last := uint32(0)
		for i := range tokens {
			w := ids[tokens[i].Lower]
			if w != last {
				bigrams[[2]uint32{last, w}]++
			}
			last = w
		}
	}
	return bigrams
}

// newWordClusters returns an initial clustering of the given number of words.
func newWordClusters(words int, bigrams map[[2]uint32]float64) *wordClusters {
	c := &wordClusters{
		left: make([][]bigramCount, words), right: make([][]bigramCount, words),
		total: make([]float64, words), cluster: make([]uint8, words),
	}
	keys := make([][2]uint32, 0, len(bigrams))
	for k := range bigrams {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]uint32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for w := 1; w < words; w++ {
		c.cluster[w] = uint8(1 + (w-1)%(clusterCount-1))
	}
	for _, k := range keys {
		n := bigrams[k]
		a, b := k[0], k[1]
		c.right[a] = append(c.right[a], bigramCount{b, n})
		c.left[b] = append(c.left[b], bigramCount{a, n})
		c.total[b] += n
		c.pairs[c.cluster[a]][c.cluster[b]] += n
	}
	for w, n := range c.total {
		c.sums[c.cluster[w]] += n
	}
	return c
}

// neighborCounts are the counts of a word's neighbors on one side, by cluster.
type neighborCounts struct {
	sums     [clusterCount]float64
	clusters []int // those with a count
}

// set sets the counts to those of the given neighbors.
func (n *neighborCounts) set(neighbors []bigramCount, cluster []uint8) {
	for _, k := range n.clusters {
		n.sums[k] = 0
	}
	n.clusters = n.clusters[:0]
	for _, b := range neighbors {
		k := cluster[b.word]
		if n.sums[k] == 0 {
			n.clusters = append(n.clusters, int(k))
		}
		n.sums[k] += b.count
	}
}

// exchange moves each word to the cluster that increases the likelihood most, and returns the number
// of words that changed their cluster.
func (c *wordClusters) exchange() (moved int) {
	var left, right neighborCounts
	for w := 1; w < len(c.cluster); w++ {
		left.set(c.left[w], c.cluster)
		right.set(c.right[w], c.cluster)
		old := c.cluster[w]
		c.shift(int(old), &left, &right, -1, c.total[w])
		best, top := old, math.Inf(-1)
		for k := 1; k < clusterCount; k++ {
			if gain := c.gain(k, &left, &right, c.total[w]); gain > top+1e-9 {
				best, top = uint8(k), gain
			}
		}
		c.shift(int(best), &left, &right, 1, c.total[w])
		if best != old {
			moved++
			c.cluster[w] = best
		}
	}
	return moved
}

// gain returns the change of the log-likelihood when a word with the given neighbors and total count
// is added to cluster k.
func (c *wordClusters) gain(k int, left, right *neighborCounts, total float64) float64 {
	gain := -2 * (nLogN(c.sums[k]+total) - nLogN(c.sums[k]))
	for _, r := range right.clusters {
		gain += nLogN(c.pairs[k][r]+right.sums[r]) - nLogN(c.pairs[k][r])
	}
	for _, l := range left.clusters {
		gain += nLogN(c.pairs[l][k]+left.sums[l]) - nLogN(c.pairs[l][k])
	}
	return gain
}

// shift adds a word's counts to cluster k, or subtracts them if sign is -1.
func (c *wordClusters) shift(k int, left, right *neighborCounts, sign, total float64) {
	for _, r := range right.clusters {
		c.pairs[k][r] += sign * right.sums[r]
	}
	for _, l := range left.clusters {
		c.pairs[l][k] += sign * left.sums[l]
	}
	c.sums[k] += sign * total
}

// nLogNTable has n log n for small n.
var nLogNTable = func() (t [1 << 12]float64) {
	for i := 1; i < len(t); i++ {
		t[i] = float64(i) * math.Log(float64(i))
	}
	return t
}()

// nLogN returns n log n, 0 for n near 0.
func nLogN(n float64) float64 {
	if n < 0.5 {
		return 0
	}
	if n < float64(len(nLogNTable)) {
		return nLogNTable[int(n+0.5)]
	}
	return n * math.Log(n)
}

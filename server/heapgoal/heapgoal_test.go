package heapgoal

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
)

func TestPercentFor(t *testing.T) {
	g := goal{minimum: 80 << 20, growth: 30}
	for _, test := range []struct {
		name string
		live uint64
		want int
	}{
		{"before the first collection", 0, 1900},
		{"a quarter of the minimum", 20 << 20, 300},
		{"half of the minimum", 40 << 20, 100},
		{"nearly the minimum", 70 << 20, 30},
		{"the minimum", 80 << 20, 30},
		{"more than the minimum", 500 << 20, 30},
	} {
		if got := g.percentFor(test.live); got != test.want {
			t.Errorf("%s: %d percent, want %d", test.name, got, test.want)
		}
	}
}

// TestKeep lets a small heap grow to the minimum, and a large one by the percentage.
func TestKeep(t *testing.T) {
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	const minimum = 64 << 20
	g := &goal{minimum: minimum, growth: 30, percent: 30}
	heapGoal := func() uint64 {
		runtime.GC()
		g.adjust()
		sample := []metrics.Sample{{Name: "/gc/heap/goal:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	if got := heapGoal(); got < minimum*9/10 || got > minimum*12/10 {
		t.Errorf("the goal of a small heap is %d MB, want about %d", got>>20, minimum>>20)
	}
	large := make([][]byte, 100)
	for i := range large {
		large[i] = make([]byte, 1<<20)
	}
	if got := heapGoal(); got < 120<<20 || got > 145<<20 {
		t.Errorf("the goal of a heap of 100 MB is %d MB, want about 130", got>>20)
	}
	runtime.KeepAlive(large)
}

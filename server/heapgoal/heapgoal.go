// Package heapgoal sets how far the heap grows between two garbage collections.
package heapgoal

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Keep makes the garbage collector run when the heap has grown by growth percent since the last
// collection, but not before it has minimum bytes. So a server whose caches fill to their limits has
// the same heap from its first requests on. It applies to the whole process, from the next
// collection, and replaces [debug.SetGCPercent]. A memory limit of [debug.SetMemoryLimit] holds as before.
func Keep(minimum uint64, growth int) {
	debug.SetGCPercent(growth)
	adjustAfterCollection(&goal{minimum: minimum, growth: growth, percent: growth})
}

// goal is the goal of the heap, and the percentage that was set last.
type goal struct {
	minimum         uint64
	growth, percent int
}

// adjustAfterCollection runs [goal.adjust] after each collection: the finalizer of an object that
// nobody refers to runs after the next one.
func adjustAfterCollection(g *goal) {
	runtime.SetFinalizer(&struct{ *goal }{g}, func(*struct{ *goal }) {
		g.adjust()
		adjustAfterCollection(g)
	})
}

func (g *goal) adjust() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	// To set it stops the program for some microseconds, so differences that do not matter are left.
	if percent := g.percentFor(live[0].Value.Uint64()); percent < g.percent-g.percent/16 || percent > g.percent+g.percent/16 {
		debug.SetGCPercent(percent)
		g.percent = percent
	}
}

// percentFor returns the percentage by which a heap may grow of which live bytes survived a collection.
func (g *goal) percentFor(live uint64) int {
	// The runtime applies the percentage to at least 4 MB.
	live = max(live, 4<<20)
	if live >= g.minimum {
		return g.growth
	}
	return max(g.growth, int((g.minimum-live)*100/live))
}

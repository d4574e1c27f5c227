//go:build !unix

package generate

import "time"

// processorTime returns 0: the processor time is measured on Unix only.
func processorTime() time.Duration { return 0 }

package importer

import (
	"context"
	"time"
)

// QueueDue queues the polls of the feeds that are due at a time.
func (im *Importer) QueueDue(ctx context.Context, now time.Time) error { return im.queueDue(ctx, now) }

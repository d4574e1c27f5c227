package queue

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf8"

	"dateline/geo"
)

// maxPriority is the greatest value of [NewJob.Priority].
const maxPriority = 3

// validKind matches the kinds that both databases accept.
var validKind = regexp.MustCompile(`^[a-z][a-z0-9_]{1,63}$`)

// encode validates a job and returns its payload as JSON. Errors wrap [geo.ErrInput].
func (n *NewJob) encode() (json.RawMessage, error) {
	switch {
	case !validKind.MatchString(string(n.Kind)):
		return nil, geo.Errorf(geo.ErrInput, "the kind of a job must be a lowercase word, not %q", n.Kind)
	case n.Priority < 0 || n.Priority > maxPriority:
		return nil, geo.Errorf(geo.ErrInput, "the priority of a %s job must be from 0 to %d, not %d", n.Kind, maxPriority, n.Priority)
	case !storable(n.Key) || !storable(n.Group) || !storable(n.Batch):
		return nil, geo.Errorf(geo.ErrInput, "the key, group or batch of a %s job is not valid UTF-8 or contains a zero byte: %q, %q, %q", n.Kind, n.Key, n.Group, n.Batch)
	}
	payload, err := json.Marshal(n.Payload)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the payload of a %s job cannot be encoded as JSON: %w", n.Kind, err)
	}
	return payload, nil
}

// storable reports whether both databases store s unchanged.
func storable(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

package queue

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf8"

	"dateline/geo"
)

// lowestPriority is the greatest number that [NewJob.Priority] may be.
const lowestPriority = 3

// kindForm is what both databases take as a kind.
var kindForm = regexp.MustCompile(`^[a-z][a-z0-9_]{1,63}$`)

// encode checks a job that is to be inserted and returns its payload.
func (n *NewJob) encode() (json.RawMessage, error) {
	switch {
	case !kindForm.MatchString(string(n.Kind)):
		return nil, geo.Errorf(geo.ErrInput, "a job's kind is a word in small letters, not %q", n.Kind)
	case n.Priority < 0 || n.Priority > lowestPriority:
		return nil, geo.Errorf(geo.ErrInput, "the priority of a %s job is %d, not one from 0 to %d", n.Kind, n.Priority, lowestPriority)
	case !plain(n.Key) || !plain(n.Group):
		return nil, geo.Errorf(geo.ErrInput, "a key or group of a %s job is not UTF-8, or has zero bytes: %q, %q", n.Kind, n.Key, n.Group)
	}
	payload, err := json.Marshal(n.Payload)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the payload of a %s job cannot be written as JSON: %w", n.Kind, err)
	}
	return payload, nil
}

// plain reports whether both databases can keep s as it is.
func plain(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

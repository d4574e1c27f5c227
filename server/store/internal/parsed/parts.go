package parsed

import (
	"encoding/json"

	"dateline/geo"
)

// part is the stored form of a part of a text in one language: [start, end, language, model].
type part struct{ geo.LanguagePart }

func (p part) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{p.Start, p.End, p.Language, p.Model})
}

func (p *part) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&p.Start, &p.End, &p.Language, &p.Model})
}

// EncodeParts returns the stored form of the parts of a text, "" without parts.
func EncodeParts(parts []geo.LanguagePart) (string, error) {
	if len(parts) == 0 {
		return "", nil
	}
	stored := make([]part, len(parts))
	for i := range parts {
		stored[i] = part{parts[i]}
	}
	b, err := json.Marshal(stored)
	return string(b), err
}

// decodeParts is the inverse of [EncodeParts].
func decodeParts(s string) ([]geo.LanguagePart, error) {
	if s == "" {
		return nil, nil
	}
	var stored []part
	if err := json.Unmarshal([]byte(s), &stored); err != nil {
		return nil, err
	}
	parts := make([]geo.LanguagePart, len(stored))
	for i := range stored {
		parts[i] = stored[i].LanguagePart
	}
	return parts, nil
}

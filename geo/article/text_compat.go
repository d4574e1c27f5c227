package article

import "dateline/geo/text"

// decodeText is [text.Decode] for documents without a content type.
func decodeText(b []byte) (string, error) { return text.Decode(b, "") }

// NormalizeText is [text.Normalize].
func NormalizeText(s string) string { return text.Normalize(s) }

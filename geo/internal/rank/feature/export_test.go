package feature

// WithChecksum returns the model file with a body.
func WithChecksum(body string) []byte { return []byte(body + checksumLine([]byte(body)) + "\n") }

package document

import (
	"net/url"
	"strings"
)

// ResolveURL resolves ref against base and returns it if it is an http or https
// address, otherwise an empty string. base may be nil.
func ResolveURL(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return ""
	}
	if base == nil {
		base = &url.URL{}
	}
	u, err := base.Parse(ref)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

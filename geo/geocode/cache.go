package geocode

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dateline/geo"
	"dateline/geo/atomicfile"
)

// negativeAge is how long it is cached that a provider found nothing.
const negativeAge = 30 * 24 * time.Hour

// Cache stores results in a folder, a JSON file for each name, country and provider.
// Several programs may share a folder, and files may be deleted at any time.
type Cache struct {
	// Dir is the folder; it is created when the first result is stored.
	Dir string
}

// cacheEntry is the content of a file of the cache.
type cacheEntry struct {
	Provider string    `json:"provider"`
	Name     string    `json:"name"`
	Country  string    `json:"country,omitempty"`
	Fetched  time.Time `json:"fetched"`
	// Found is false if the provider found nothing.
	Found  bool    `json:"found"`
	Kind   string  `json:"kind,omitempty"` // name of the kind of the result
	Result *Result `json:"answer,omitempty"`
}

func (c *Cache) path(p *Provider, name, country string) string {
	id := geo.ContentID("geocode", p.name, p.base, name, country)
	return filepath.Join(c.Dir, id[:2], id+".json")
}

// load returns the cached result of a provider; ok is false if the cache has no result
// that can be read and has not expired.
func (c *Cache) load(p *Provider, now time.Time, name, country string) (k cacheEntry, ok bool) {
	b, err := os.ReadFile(c.path(p, name, country))
	if err != nil || json.Unmarshal(b, &k) != nil {
		return cacheEntry{}, false
	}
	age := now.Sub(k.Fetched)
	limit := negativeAge
	if k.Found {
		limit = p.maxAge
	}
	if k.Result != nil {
		k.Result.Kind, _ = geo.ParseKind(k.Kind)
	}
	ok = k.Provider == p.name && k.Name == name && k.Country == country && age >= -time.Hour && age < limit && k.Found == (k.Result != nil)
	return k, ok
}

// store stores a result.
func (c *Cache) store(p *Provider, k cacheEntry) error {
	path := c.path(p, k.Name, k.Country)
	b, err := json.MarshalIndent(k, "", "\t")
	if err != nil {
		return fmt.Errorf("caching a result of %s: %w", p.name, err)
	}
	if err := writeFile(path, append(b, '\n')); err != nil {
		return fmt.Errorf("caching a result of %s: %w; check that the folder %s is writable", p.name, err, c.Dir)
	}
	return nil
}

// writeFile writes a file and creates its folder.
func writeFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return atomicfile.WriteFile(path, content, 0o600)
}

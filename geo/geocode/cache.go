package geocode

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dateline/geo"
)

// keepNothing is how long the answer "no such place" is kept: maps grow.
const keepNothing = 30 * 24 * time.Hour

// Cache keeps answers on disk: one small JSON file for each question to each
// provider. A folder of files needs no library, no lock and no care: a file is
// written whole or not at all, several programs may use one folder, and a person
// can read an answer, or delete it.
type Cache struct {
	// Dir is the folder; it is made when the first answer is kept.
	Dir string
}

// kept is the content of a file of the cache.
type kept struct {
	Provider string    `json:"provider"`
	Name     string    `json:"name"`
	Country  string    `json:"country,omitempty"`
	Fetched  time.Time `json:"fetched"`
	// Found is false for the answer that there is no such place.
	Found  bool    `json:"found"`
	Kind   string  `json:"kind,omitempty"` // of the answer, by name
	Answer *Answer `json:"answer,omitempty"`
}

func (c *Cache) path(p *Provider, name, country string) string {
	id := geo.ContentID("geocode", p.name, p.base, name, country)
	return filepath.Join(c.Dir, id[:2], id+".json")
}

// load returns what a provider answered before; ok is false where nothing is
// kept, or not a thing that can be used any more.
func (c *Cache) load(p *Provider, now time.Time, name, country string) (k kept, ok bool) {
	b, err := os.ReadFile(c.path(p, name, country))
	if err != nil || json.Unmarshal(b, &k) != nil {
		return kept{}, false
	}
	age := now.Sub(k.Fetched)
	limit := keepNothing
	if k.Found {
		limit = p.keep
	}
	// The name is compared, for a hash may be that of another.
	if k.Answer != nil {
		k.Answer.Kind, _ = geo.ParseKind(k.Kind)
	}
	ok = k.Provider == p.name && k.Name == name && k.Country == country && age >= -time.Hour && age < limit && k.Found == (k.Answer != nil)
	return k, ok
}

// store keeps an answer.
func (c *Cache) store(p *Provider, k kept) error {
	path := c.path(p, k.Name, k.Country)
	b, err := json.MarshalIndent(k, "", "\t")
	if err != nil {
		return fmt.Errorf("keeping an answer of %s: %w", p.name, err)
	}
	if err := writeWhole(path, append(b, '\n')); err != nil {
		return fmt.Errorf("keeping an answer of %s: %w; is the folder %s writable?", p.name, err, c.Dir)
	}
	return nil
}

// writeWhole writes a file so that it is there whole or not at all.
func writeWhole(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Close()); err == nil {
		if err = os.Rename(f.Name(), path); err == nil {
			return nil
		}
	}
	if removed := os.Remove(f.Name()); removed != nil && !errors.Is(removed, fs.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	return err
}

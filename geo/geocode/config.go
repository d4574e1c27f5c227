package geocode

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"dateline/geo"
	"dateline/geo/fetch/safehttp"
)

// Config is what a user chooses.
type Config struct {
	// Geocoders are the providers, in the order in which they are asked:
	// "nominatim", or "nominatim@http://nominatim.lan:8080" for one's own. An
	// address that is written here may be a private one; no other may.
	Geocoders []string
	// Getenv looks up the providers' keys, by the names that [KeyVariable]
	// gives: a key on a command line could be read by everybody on the machine.
	// Where there is none it looks up the name of the file that holds the key,
	// by the same name with "_FILE".
	Getenv func(string) string
	// CacheDir is the folder in which answers are kept; empty keeps none.
	CacheDir string
	// UserAgent names the program and whom to turn to, as the providers demand.
	UserAgent string
}

// KeyVariable returns the name of the environment variable that holds the key of
// a provider: "DATELINE_GOOGLE_KEY".
func KeyVariable(provider string) string {
	return "DATELINE_" + strings.ToUpper(strings.ReplaceAll(provider, ".", "_")) + "_KEY"
}

// maxKey bounds a file with a key, in bytes.
const maxKey = 4 << 10

// key looks up the key of a provider, which is empty where the user gives none.
func (c *Config) key(provider string) (string, error) {
	variable := KeyVariable(provider)
	if key := c.Getenv(variable); key != "" {
		return key, nil
	}
	name := c.Getenv(variable + "_FILE")
	if name == "" {
		return "", nil
	}
	f, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("online geocoder %s: reading the key that %s_FILE names: %w", provider, variable, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxKey+1))
	if err != nil {
		return "", fmt.Errorf("online geocoder %s: reading its key: %w", provider, err)
	}
	key := strings.TrimSpace(string(b))
	if key == "" || len(b) > maxKey || strings.ContainsFunc(key, isControl) {
		return "", geo.Errorf(geo.ErrInput, "online geocoder %s: the file %s does not hold a key alone", provider, name)
	}
	return key, nil
}

// CheckChoice says whether a geocoder is chosen as [Config] has them: one that there
// is, and an address if any. The error is geo.ErrNotFound or geo.ErrInput.
func CheckChoice(chosen string) error {
	name, own, _ := strings.Cut(strings.TrimSpace(chosen), "@")
	_, err := NewProvider(Settings{Name: name, URL: own, Key: "any"})
	return err
}

// NewChain makes the chain that a user has chosen.
func NewChain(c Config) (*Chain, error) {
	chain := &Chain{}
	policy := safehttp.Policy{UserAgent: c.UserAgent}
	for _, chosen := range c.Geocoders {
		name, own, hasOwn := strings.Cut(strings.TrimSpace(chosen), "@")
		key, err := c.key(name)
		if err != nil {
			return nil, err
		}
		s := Settings{Name: name, URL: own, Key: key}
		p, err := NewProvider(s)
		if err != nil {
			return nil, err
		}
		if hasOwn {
			u, err := url.Parse(own)
			if err != nil {
				return nil, geo.Errorf(geo.ErrInput, "online geocoder %s: %w", name, err)
			}
			policy.Allow = append(policy.Allow, u.Hostname())
		}
		chain.Providers = append(chain.Providers, p)
	}
	client, err := safehttp.NewClient(policy)
	if err != nil {
		return nil, fmt.Errorf("online geocoders: %w", err)
	}
	chain.Client = client
	if c.CacheDir != "" {
		chain.Cache = &Cache{Dir: c.CacheDir}
	}
	return chain, nil
}

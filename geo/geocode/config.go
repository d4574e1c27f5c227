package geocode

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/safehttp"
)

// Config is what a user chooses.
type Config struct {
	// Geocoders are the providers, in the order in which they are asked:
	// "nominatim", or "nominatim@http://nominatim.lan:8080" for one's own. An
	// address that is written here may be a private one; no other may.
	Geocoders []string
	// Getenv looks up the providers' keys, by the names that [KeyVariable]
	// gives: a key on a command line could be read by everybody on the machine.
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

func wantsKey(provider string) bool {
	return slices.ContainsFunc(services[:], func(s service) bool { return s.name == provider && s.keyed })
}

// NewChain makes the chain that a user has chosen.
func NewChain(c Config) (*Chain, error) {
	chain := &Chain{}
	policy := safehttp.Policy{UserAgent: c.UserAgent}
	for _, chosen := range c.Geocoders {
		name, own, hasOwn := strings.Cut(strings.TrimSpace(chosen), "@")
		s := Settings{Name: name, URL: own, Key: c.Getenv(KeyVariable(name))}
		p, err := NewProvider(s)
		if err != nil {
			if s.Key == "" && !hasOwn && wantsKey(name) {
				err = fmt.Errorf("%w (its key is read from the environment variable %s)", err, KeyVariable(name))
			}
			return nil, err
		}
		if hasOwn {
			u, err := url.Parse(own)
			if err != nil {
				return nil, fmt.Errorf("online geocoder %s: %w: %w", name, geo.ErrInput, err)
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

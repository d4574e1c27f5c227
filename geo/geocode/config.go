package geocode

import (
	"cmp"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"

	"dateline/geo"
	"dateline/geo/fetch/safehttp"
)

// Config configures a [Chain].
type Config struct {
	// Geocoders are the providers in the order in which they are used, such as
	// "nominatim", or "nominatim@http://nominatim.lan:8080" for a server of the
	// user's. Only the hosts of these URLs may have private addresses.
	Geocoders []string
	// Getenv returns environment variables, from which the keys of the providers are
	// read: [KeyVariable] contains the key, or the same name with "_FILE" the path of
	// a file with the key. Command lines are readable by everyone on the machine.
	Getenv func(string) string
	// CacheDir is the folder of the [Cache]; empty caches nothing.
	CacheDir string
	// UserAgent is the User-Agent header, with the contact that providers require.
	UserAgent string
}

// KeyVariable returns the name of the environment variable with the key of a provider,
// such as "DATELINE_GOOGLE_KEY".
func KeyVariable(provider string) string {
	return "DATELINE_" + strings.ToUpper(strings.ReplaceAll(provider, ".", "_")) + "_KEY"
}

// maxKey is the largest file with a key, in bytes.
const maxKey = 4 << 10

// key returns the key of a provider, or "" if the user has set none.
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
		return "", geo.Errorf(geo.ErrInput, "online geocoder %s: the file %s must contain the key and nothing else", provider, name)
	}
	return key, nil
}

// CheckName checks an element of [Config.Geocoders]. The error is a geo.ErrNotFound or
// geo.ErrInput.
func CheckName(chosen string) error {
	name, own, _ := strings.Cut(strings.TrimSpace(chosen), "@")
	_, err := NewProvider(Settings{Name: name, URL: own, Key: "any"})
	return err
}

// defaultPorts are the ports of URLs without one.
var defaultPorts = map[string]string{"http": "80", "https": "443"}

// NewChain returns the chain of a configuration.
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
			policy.Allow = append(policy.Allow, net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), defaultPorts[u.Scheme])))
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

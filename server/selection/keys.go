package selection

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// Key describes a key of the text form of selections.
type Key struct {
	Key string `json:"key"`
	// Type is the type of the values: "words" is a search query; "ids", "list" and "codes" are
	// one or more values, each with its own key, but codes may also be joined by commas; "day" is
	// a day as 2006-01-02; "flag" is 1; "box" and "polygon" are degrees joined by commas; "choice"
	// is one of Values.
	Type string `json:"type"`
	// Values are the possible values, empty if they depend on the collection.
	Values []Value `json:"values,omitempty"`
	// Default are the values that are selected without the key, and All is the value that
	// selects all of them.
	Default []string `json:"default,omitempty"`
	All     string   `json:"all,omitempty"`
	// Words names the key for readers by language.
	Words map[string]string `json:"words"`
}

// Value is a possible value of a key.
type Value struct {
	Value string            `json:"value"`
	Words map[string]string `json:"words"`
}

//go:embed keys.json
var keysJSON []byte

var keys = sync.OnceValue(func() []Key {
	var all []Key
	if err := json.Unmarshal(keysJSON, &all); err != nil {
		panic(fmt.Sprintf("selection: keys.json: %v", err))
	}
	return all
})

// Keys returns the keys in canonical order. The server, the viewer, the documents of the API
// and the help of the command use this table.
func Keys() []Key { return slices.Clone(keys()) }

// findKey returns a key by its name.
func findKey(name string) (Key, bool) {
	for _, k := range keys() {
		if k.Key == name {
			return k, true
		}
	}
	return Key{}, false
}

// label returns a text in a language, or in English.
func label(words map[string]string, language string) string {
	if w := words[language]; w != "" {
		return w
	}
	return words["en"]
}

// ValueLabel returns the words for a value of a key in a language, or the value itself if the
// table has none.
func ValueLabel(key, value, language string) string {
	k, _ := findKey(key)
	for _, v := range k.Values {
		if v.Value == value {
			return label(v.Words, language)
		}
	}
	return value
}

// KeyLabel returns the words for a key in a language.
func KeyLabel(key, language string) string {
	k, _ := findKey(key)
	return label(k.Words, language)
}

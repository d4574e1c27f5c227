package report

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"dateline/geo"
)

// sealPrefix precedes the hash in a page and at the end of a ZIP file.
const sealPrefix = "dateline-sha256:"

// blank is the hash while it is computed.
var blank = bytes.Repeat([]byte("0"), 2*sha256.Size)

// seal sets the hash of content at the place of the seal in it: the hash of the content
// with zeros in place of the hash.
func seal(content []byte) error {
	at := sealAt(content)
	if at < 0 {
		return errors.New("the content has no place for its seal")
	}
	copy(content[at:], blank)
	sum := sha256.Sum256(content)
	hex.Encode(content[at:], sum[:])
	return nil
}

// sealAt returns the index of the hash in content, or -1. The seal of a ZIP file is its
// comment, at the end; that of a page is before any other text.
func sealAt(content []byte) int {
	at := bytes.Index(content, []byte(sealPrefix))
	if isZIP(content) {
		at = bytes.LastIndex(content, []byte(sealPrefix))
	}
	if at < 0 || at+len(sealPrefix)+len(blank) > len(content) {
		return -1
	}
	return at + len(sealPrefix)
}

func isZIP(content []byte) bool { return bytes.HasPrefix(content, []byte("PK")) }

// Verified is the result of the verification of a report.
type Verified struct {
	// Hash is the SHA-256 of the seal in hexadecimal.
	Hash string
	// Files is the number of files of a ZIP file that the manifest lists, or 0 for a page.
	Files int
	// Title is the title in the manifest.
	Title string
}

// Verify checks that a report is as it was written. The error is a geo.ErrCorrupt if a
// byte was changed, and a geo.ErrInput if the file is no sealed report.
func Verify(content []byte) (*Verified, error) {
	at := sealAt(content)
	if at < 0 {
		return nil, geo.Errorf(geo.ErrInput, "the file has no seal: only reports that “dateline map” has written as .html or .zip can be verified, and a report whose seal was removed cannot")
	}
	found := string(content[at : at+len(blank)])
	copied := bytes.Clone(content)
	copy(copied[at:], blank)
	sum := sha256.Sum256(copied)
	intact := hex.EncodeToString(sum[:]) == found
	out := &Verified{Hash: found}
	if !isZIP(content) {
		if !intact {
			return nil, geo.Errorf(geo.ErrCorrupt, "the report was changed after it was written: its content does not have the hash %s of its seal", found)
		}
		return out, nil
	}
	changed, m, err := checkFiles(content)
	switch {
	case err != nil:
		return nil, err
	case len(changed) > 0:
		return nil, geo.Errorf(geo.ErrCorrupt, "the report was changed after it was written: %s", strings.Join(changed, ", "))
	case !intact:
		return nil, geo.Errorf(geo.ErrCorrupt, "the report was changed after it was written: the ZIP file does not have the hash %s of its seal", found)
	}
	out.Files, out.Title = len(m.Files), m.Title
	return out, nil
}

// checkFiles compares the files of a ZIP file with its manifest and returns what differs.
func checkFiles(content []byte) (changed []string, m *manifest, err error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, nil, geo.Errorf(geo.ErrCorrupt, "the ZIP file cannot be read: %w", err)
	}
	m = &manifest{}
	f, err := z.Open(manifestName)
	if err != nil {
		return nil, nil, geo.Errorf(geo.ErrCorrupt, "the report has no %s: %w", manifestName, err)
	}
	defer f.Close()
	if err := json.NewDecoder(io.LimitReader(f, 1<<20)).Decode(m); err != nil {
		return nil, nil, geo.Errorf(geo.ErrCorrupt, "the %s of the report cannot be read: %w", manifestName, err)
	}
	listed := map[string]bool{manifestName: true}
	for _, file := range m.Files {
		listed[file.Name] = true
		h := sha256.New()
		f, err := z.Open(file.Name)
		if err != nil {
			changed = append(changed, file.Name+" is missing")
			continue
		}
		n, err := io.Copy(h, io.LimitReader(f, file.Size+1))
		f.Close()
		if err != nil || n != file.Size || hex.EncodeToString(h.Sum(nil)) != file.SHA256 {
			changed = append(changed, fmt.Sprintf("%s differs from the manifest", file.Name))
		}
	}
	for _, file := range z.File {
		if !listed[file.Name] {
			changed = append(changed, file.Name+" was added")
		}
	}
	return changed, m, nil
}

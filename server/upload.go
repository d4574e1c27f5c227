package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/server/importer"
	"dateline/server/view"
)

// Limits on files.
const (
	maxFile     = 64 << 20  // bytes of a file
	maxFiles    = 100       // files of a request
	maxUpload   = 512 << 20 // bytes of a request with files
	maxUploads  = 4         // requests with files that are read at once; each keeps a file in memory
	maxFileName = 255       // bytes of a file's name that are kept
)

// addFiles takes files, one after the other as they come in.
func (s *server) addFiles(w http.ResponseWriter, r *http.Request) error {
	c, err := segment(r, "collection")
	if err != nil {
		return err
	}
	select {
	case s.uploads <- struct{}{}:
		defer func() { <-s.uploads }()
	default:
		w.Header().Set("Retry-After", "5")
		return geo.Errorf(geo.ErrUnavailable, "%d uploads are being read at this moment; try again shortly", maxUploads)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return geo.Errorf(geo.ErrInput, "files come as a form of the kind multipart/form-data (%w)", err)
	}
	var h handedIn
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			h.fail(s, "The rest of the files", badBody(err))
			break
		}
		if part.FormName() != "files" || part.FileName() == "" {
			continue // what a browser sends when no file was chosen
		}
		if h.inputs() == maxFiles {
			h.fail(s, "The rest of the files", geo.Errorf(geo.ErrTooLarge, "%d files can come at once; put them into a zip archive, or send them by and by", maxFiles))
			break
		}
		s.addFile(r.Context(), c, part, &h)
	}
	if h.inputs() == 0 {
		h.fail(s, "Files", geo.Errorf(geo.ErrInput, "no file was chosen"))
	}
	return s.answer(w, r, &h, func(*view.AddArticles) {})
}

func (s *server) addFile(ctx context.Context, collection string, part *multipart.Part, h *handedIn) {
	name := fileName(part.FileName())
	h.note(s, name, func() (importer.SubmitResult, error) {
		return s.Importer.AddDocument(ctx, collection, name, &fileReader{r: part, left: maxFile})
	})
}

// fileName keeps of a file's name what can be shown.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name)
	for len(name) > maxFileName { // the end tells the format
		_, size := utf8.DecodeRuneInString(name)
		name = name[size:]
	}
	if name == "" {
		return "unnamed"
	}
	return name
}

// fileReader reads a file and fails where it goes on beyond the limit.
type fileReader struct {
	r    io.Reader
	left int64
}

func (f *fileReader) Read(b []byte) (int, error) {
	if int64(len(b)) > f.left+1 {
		b = b[:f.left+1]
	}
	n, err := f.r.Read(b)
	if f.left -= int64(n); f.left < 0 {
		return 0, geo.Errorf(geo.ErrTooLarge, "the file is larger than %d MB", maxFile>>20)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = badBody(err)
	}
	return n, err
}

// handedIn collects what became of the inputs of a request.
type handedIn struct {
	taken, known int
	failed       []view.Failure
	refused      []string // the names of those that failed
	problem      problem  // that of the first of them
}

func (h *handedIn) inputs() int { return h.taken + h.known + len(h.failed) }

// note hands an input in and remembers what became of it.
func (h *handedIn) note(s *server, name string, add func() (importer.SubmitResult, error)) {
	switch result, err := add(); {
	case err != nil:
		h.fail(s, name, err)
	case result.Duplicate:
		h.known++
	default:
		h.taken++
	}
}

func (h *handedIn) fail(s *server, name string, err error) {
	p := problemOf(err)
	if p.Status >= http.StatusInternalServerError {
		s.Log.Error("an input was not taken", "name", name, "error", err)
	}
	if len(h.failed) == 0 {
		h.problem = p
	}
	h.failed = append(h.failed, view.Failure{Name: name, Reason: p.Detail})
	h.refused = append(h.refused, name)
}

// answer says what became of the inputs: a reader is sent to the page of
// arrivals, or shown what could not be taken beside the form, which fill gives
// back as it was. A program is told the same as JSON.
func (s *server) answer(w http.ResponseWriter, r *http.Request, h *handedIn, fill func(*view.AddArticles)) error {
	w.Header().Set("Cache-Control", "no-store")
	if !wantsPage(r) {
		return answerProgram(w, h)
	}
	c, err := segment(r, "collection")
	if err != nil {
		return err
	}
	if len(h.failed) == 0 {
		q := url.Values{"taken": {strconv.Itoa(h.taken)}, "known": {strconv.Itoa(h.known)}}
		http.Redirect(w, r, view.Links{Collection: c}.Add()+"?"+q.Encode()+"#arrivals", http.StatusSeeOther)
		return nil
	}
	view, err := s.addView(r)
	if err != nil {
		return err
	}
	view.Notice, view.Failures = said(h.taken, h.known), h.failed
	fill(&view)
	return s.showAs(w, h.problem.Status, "add", view)
}

// answerProgram writes the answer as JSON, and as a problem document where nothing
// could be taken.
func answerProgram(w http.ResponseWriter, h *handedIn) error {
	answer := struct {
		*problem
		Taken  int            `json:"taken"`
		Known  int            `json:"known"`
		Failed []view.Failure `json:"failed"`
	}{Taken: h.taken, Known: h.known, Failed: h.failed}
	w.Header().Set("Content-Type", "application/json")
	if h.taken+h.known == 0 {
		answer.problem = &h.problem
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(h.problem.Status)
	}
	return gone(json.NewEncoder(w).Encode(answer))
}

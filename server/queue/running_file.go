package queue

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// runningFile is a temporary file with the ids of the jobs whose handlers are running
// in a process. After the death of the process it tells the jobs that may be the cause
// from those that were only claimed. It needs no sync: what a process has written
// outlives it. A nil file records nothing.
type runningFile struct{ f *os.File }

// idSize is the size of an id in the file, in bytes. Each handler has its own slot.
const idSize = 8

func runningFileName(worker string) string {
	return filepath.Join(os.TempDir(), "dateline-"+worker+".jobs")
}

// createRunningFile creates the file of a worker. An error only means that all jobs of
// the worker may be the cause of its death.
func createRunningFile(worker string) (*runningFile, error) {
	removeStaleFiles()
	const private = 0o600
	f, err := os.OpenFile(runningFileName(worker), os.O_CREATE|os.O_EXCL|os.O_WRONLY, private)
	if err != nil {
		return nil, err
	}
	return &runningFile{f}, nil
}

// staleAfter is the age of the files of dead workers that are deleted: those whose jobs
// nobody has taken over.
const staleAfter = 24 * time.Hour

func removeStaleFiles() {
	files, err := filepath.Glob(runningFileName("*"))
	if err != nil {
		return
	}
	for _, file := range files {
		worker := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "dateline-"), ".jobs")
		if info, err := os.Stat(file); err == nil && time.Since(info.ModTime()) > staleAfter && processState(worker) != alive {
			os.Remove(file)
		}
	}
}

// set records the job that a handler runs, or 0 for none.
func (r *runningFile) set(slot int, id int64) {
	if r == nil {
		return
	}
	var b [idSize]byte
	binary.LittleEndian.PutUint64(b[:], uint64(id))
	_, _ = r.f.WriteAt(b[:], int64(slot)*idSize) // see createRunningFile
}

// remove closes and deletes the file.
func (r *runningFile) remove() {
	if r != nil {
		r.f.Close()
		os.Remove(r.f.Name())
	}
}

// runningJobs returns the jobs whose handlers were running when a worker died, and
// whether that is known.
func runningJobs(worker string) (ids []int64, ok bool) {
	b, err := os.ReadFile(runningFileName(worker))
	if err != nil {
		return nil, false
	}
	for ; len(b) >= idSize; b = b[idSize:] {
		if id := int64(binary.LittleEndian.Uint64(b)); id != 0 {
			ids = append(ids, id)
		}
	}
	return ids, true
}

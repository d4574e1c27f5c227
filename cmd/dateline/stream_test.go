package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// A program that keeps both pipes open gets the answer to each line before it writes
// the next.
func TestGeoparseAnswersEachLine(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "dateline", "geoparse", "--gazetteer", smallGazetteer(t), "--format", "jsonl", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewReader(out)
	for i, city := range []string{"Kabul, Afghanistan", "Quetta, Pakistan", "Lahore, Pakistan"} {
		if _, err := fmt.Fprintf(in, `{"id": "%d", "text": "Talks were held in %s."}`+"\n", i, city); err != nil {
			t.Fatal(err)
		}
		line, err := answers.ReadString('\n')
		if err != nil {
			t.Fatalf("after line %d: %v, %s", i, err, errs.String())
		}
		if !strings.HasPrefix(line, fmt.Sprintf(`{"id":"%d"`, i)) || !strings.Contains(line, city[:5]) {
			t.Errorf("the answer to line %d is %s", i, line)
		}
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(answers); err != nil || len(rest) > 0 {
		t.Errorf("after the input ended: %q, %v", rest, err)
	}
	if err := cmd.Wait(); err != nil || errs.Len() > 0 {
		t.Errorf("%v: %s", err, errs.String())
	}
}

package main

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestMCP calls the command with the client of the SDK. A geoparse of a story answers in
// less than 50 ms; the fastest of some calls counts, because other tests run.
func TestMCP(t *testing.T) {
	if !built(t) {
		t.Skip("the gazetteer or the models are not built: run make")
	}
	t.Setenv(storeVariable, t.TempDir()+"/none.db")
	input, toServer := io.Pipe()
	fromServer, output := io.Pipe()
	done := make(chan int, 1)
	go func() {
		status := run([]string{"mcp"}, input, output, io.Discard)
		output.Close()
		done <- status
	}()
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), &mcp.IOTransport{Reader: fromServer, Writer: toServer}, nil)
	if err != nil {
		t.Fatal(err)
	}
	story := strings.Repeat("Ministers met in Kabul, the capital of Afghanistan, on Monday. A delegation came from Quetta in Pakistan. ", 10)
	fastest := time.Hour
	var result *mcp.CallToolResult
	for range 20 {
		begun := time.Now()
		if result, err = client.CallTool(t.Context(), &mcp.CallToolParams{Name: "geoparse", Arguments: map[string]any{"text": story}}); err != nil {
			t.Fatal(err)
		}
		fastest = min(fastest, time.Since(begun))
	}
	if fastest >= 50*time.Millisecond {
		t.Errorf("a geoparse answers in %v", fastest)
	}
	t.Logf("a geoparse answers in %v", fastest)
	b, err := json.Marshal(result.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	if result.IsError || !strings.Contains(string(b), "geonames:1138958") {
		t.Errorf("the result is %.400s", b)
	}
	if err := client.Close(); err != nil {
		t.Error(err)
	}
	if status := <-done; status != exitDone {
		t.Errorf("the exit status is %d", status)
	}
}

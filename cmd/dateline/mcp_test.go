package main

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// connectMCP runs the command and connects the client of the SDK to it. The function that it returns disconnects.
func connectMCP(tb testing.TB) (client *mcp.ClientSession, disconnect func()) {
	tb.Helper()
	if !built(tb) {
		tb.Skip("the gazetteer or the models are not built: run make")
	}
	tb.Setenv(storeVariable, tb.TempDir()+"/none.db")
	input, toServer := io.Pipe()
	fromServer, output := io.Pipe()
	done := make(chan int, 1)
	go func() {
		status := run([]string{"mcp"}, input, output, io.Discard)
		output.Close()
		done <- status
	}()
	client, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(tb.Context(), &mcp.IOTransport{Reader: fromServer, Writer: toServer}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return client, func() {
		if err := client.Close(); err != nil {
			tb.Error(err)
		}
		if status := <-done; status != exitDone {
			tb.Errorf("the exit status is %d", status)
		}
	}
}

var mcpStory = strings.Repeat("Ministers met in Kabul, the capital of Afghanistan, on Monday. A delegation came from Quetta in Pakistan. ", 10)

func callGeoparse(tb testing.TB, client *mcp.ClientSession) *mcp.CallToolResult {
	tb.Helper()
	result, err := client.CallTool(tb.Context(), &mcp.CallToolParams{Name: "geoparse", Arguments: map[string]any{"text": mcpStory}})
	if err != nil {
		tb.Fatal(err)
	}
	return result
}

// TestMCP calls the command with the client of the SDK.
func TestMCP(t *testing.T) {
	client, disconnect := connectMCP(t)
	result := callGeoparse(t, client)
	b, err := json.Marshal(result.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	if result.IsError || !strings.Contains(string(b), "geonames:1138958") {
		t.Errorf("the result is %.400s", b)
	}
	disconnect()
}

// BenchmarkMCP measures a geoparse of a story of 1,070 bytes through the client of the SDK.
func BenchmarkMCP(b *testing.B) {
	client, disconnect := connectMCP(b)
	for b.Loop() {
		callGeoparse(b, client)
	}
	disconnect()
}

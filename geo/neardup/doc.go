// Package neardup finds near-duplicate texts, such as an agency report in several newspapers, with MinHash signatures (Broder 1997) of shingles of folded words.
package neardup

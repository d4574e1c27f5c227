package layout

// BlockKeys is the number of keys in a block of SecKeys. The first key of a block
// is stored in full, the others without the prefix that they share with the key
// before them.
const BlockKeys = 16

// Keys other than normalized names begin with a byte that no name contains.
const (
	VerbatimMark = '\x01' // an abbreviation as it is written
	CodeMark     = '\x02' // an id or code: "iata:KBL"
)

// MaxKey is the length of the longest keys in bytes.
const MaxKey = 200

// MaxCursorKey is the length in bytes of the longest beginning of a key in
// SecPrefixes.
const MaxCursorKey = 79

// A key in a block is a byte whose upper half is the length of the prefix that it
// shares with the key before it, and whose lower half is the length of the
// compressed rest. A half of Half means that a varint with the remainder of that
// length follows, that of the prefix first. Then come the compressed rest and the
// postings.
//
// A posting is a byte with the kind of name in its lower four bits (KindBits);
// LangFollows if a byte with the language follows; and, on the first posting of a
// key, MoreFollow if there are more. Then comes the Ref as a varint. After a first
// posting with MoreFollow a varint has the length in bytes of the further
// postings.
const (
	Half        = 15
	KindBits    = 0x0f
	LangFollows = 0x80
	MoreFollow  = 0x40
)

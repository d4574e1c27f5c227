package answer

import (
	"dateline/geo"
	"dateline/server/selection"

	"github.com/paulmach/orb"
)

// Counts are the figures of a selection.
type Counts struct {
	// Places counts the places that mentions are placed at, countries and regions included.
	Places   int `json:"places"`
	Mentions int `json:"mentions"`
	// Articles counts the articles with a selected mention. Those of a whole collection also
	// include articles without mentions.
	Articles int `json:"articles"`
	// Texts counts the articles without copies: those with nearly the same text count once, and
	// one whose parts are all in other articles of the selection does not count.
	Texts int `json:"texts"`
}

// PlaceRow is a place with the figures of its selected mentions.
type PlaceRow struct {
	// Key numbers the place in the collection. It does not change.
	Key       int
	ID        geo.PlaceID
	Name      string
	Kind      geo.Kind
	Precision geo.Precision
	// Country is the ISO 3166-1 alpha-2 code, or empty.
	Country, CountryName, Admin1 string
	// Where names the areas that contain the place: "Balochistan, Pakistan".
	Where string
	Point orb.Point
	// Box is the extent of an area, or zero. HasArea reports whether the place is drawn as its
	// area.
	Box     orb.Bound
	HasArea bool

	Mentions, Articles, Texts int
	// First and Last are the first and last days of publication as "2006-01-02", or empty.
	First, Last string
	// Certain, Likely and Ambiguous count mentions by confidence.
	Certain, Likely, Ambiguous int
}

// PlaceOrder is an order of places.
type PlaceOrder string

// The orders of places. Names are ascending, first days too; all others are descending.
// Equal places are in the order of their names.
const (
	OrderMentions   PlaceOrder = "mentions"
	OrderName       PlaceOrder = "name"
	OrderArticles   PlaceOrder = "articles"
	OrderTexts      PlaceOrder = "texts"
	OrderFirst      PlaceOrder = "first"
	OrderLast       PlaceOrder = "last"
	OrderConfidence PlaceOrder = "confidence"
)

// PlaceOrders returns all orders of places, the default first.
func PlaceOrders() []PlaceOrder {
	return []PlaceOrder{OrderMentions, OrderName, OrderArticles, OrderTexts, OrderFirst, OrderLast, OrderConfidence}
}

// ArticleOrder is an order of articles.
type ArticleOrder string

// The orders of articles. Undated articles are the last ones.
const (
	OrderNewest       ArticleOrder = "newest"
	OrderOldest       ArticleOrder = "oldest"
	OrderTitle        ArticleOrder = "title"
	OrderPublisher    ArticleOrder = "publisher"
	OrderMostMentions ArticleOrder = "mentions"
)

// ArticleRow is an article with the figures of its selected mentions.
type ArticleRow struct {
	ID, Title, Publisher, Published, Language, URL, Source string
	// Start is the beginning of the text, for articles without a title.
	Start string
	// Mentions counts the selected mentions, and Ledger those of every outcome.
	Mentions int
	Ledger   geo.Ledger
	// CopyOf is the first article of the collection with nearly the same text, or nil.
	CopyOf *ArticleRow
	number uint32
}

// ArticlePlaces is an article with the places of its selected mentions, whose figures are those of the article alone.
type ArticlePlaces struct {
	ArticleRow
	Places []PlaceRow
}

// Value is a value of a facet.
type Value struct {
	// Value is the value in the text form of selections, and Label its name for readers.
	Value string `json:"value"`
	Label string `json:"label"`
	// Mentions counts the mentions that are selected with this value alone in place of the
	// values that the selection has.
	Mentions int `json:"mentions"`
}

// DayCount is the number of mentions of a day.
type DayCount struct {
	Day      string `json:"day"` // 2006-01-02
	Mentions int    `json:"mentions"`
}

// Symbol is a point on the map: a place, or a cluster of places.
type Symbol struct {
	// Places is the number of places, Mentions that of their mentions.
	Places, Mentions int
	// Point is the point of the place, or the center of the cluster weighted by mentions.
	Point orb.Point
	// Box contains the points of the cluster.
	Box orb.Bound
	// Place is the place, or nil for a cluster.
	Place *PlaceRow
}

// MentionRow is a mention with its article, as it is read in the collection: with the decisions
// that apply to it.
type MentionRow struct {
	// ID is the permanent id of the mention, with the number of its copy.
	ID string
	// Parsed is the article, with this mention only in streams of places and with all its mentions
	// in others. It is shared by the mentions of the article.
	Parsed *geo.Parsed
	// Index is the index of the mention in Parsed.
	Index int
	// State is what was decided about the mention.
	State selection.State
	// Key is the position of the mention in passages, for the next page.
	Key Cursor
}

// Mention returns the mention.
func (r *MentionRow) Mention() *geo.Mention { return &r.Parsed.Mentions[r.Index] }

// Resolution returns the resolution of the mention.
func (r *MentionRow) Resolution() *geo.Resolution { return &r.Parsed.Resolutions[r.Index] }

// Cursor is a position in the passages of a place. The zero value is before the first one.
type Cursor struct {
	Day    int32
	Number int64
	set    bool
}

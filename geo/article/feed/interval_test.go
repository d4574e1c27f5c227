package feed_test

import (
	"dateline/geo/article/feed"
	"strings"
	"testing"
	"time"
)

func TestFeedSaysHowOftenItChanges(t *testing.T) {
	const syndicated = `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>T</title>`
	for inside, want := range map[string]time.Duration{
		"":                      0,
		"<ttl>90</ttl>":         90 * time.Minute,
		"<ttl> 5 </ttl>":        5 * time.Minute,
		"<ttl>-5</ttl>":         0,
		"<ttl>often</ttl>":      0,
		"<ttl>2000000000</ttl>": 365 * 24 * time.Hour,
		"<sy:updatePeriod> Hourly </sy:updatePeriod>":                                        time.Hour,
		"<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>": 6 * time.Hour,
		"<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>": 24 * time.Hour,
		"<sy:updatePeriod>hourly</sy:updatePeriod><ttl>120</ttl>":                            2 * time.Hour,
		"<sy:updateFrequency>4</sy:updateFrequency>":                                         0,
		"<sy:updatePeriod>fortnightly</sy:updatePeriod>":                                     0,
	} {
		got, err := feed.Read(t.Context(), strings.NewReader(syndicated+inside+"</channel></rss>"), feed.Options{})
		if err != nil || got.Interval != want {
			t.Errorf("%s: %+v, %v, want %v", inside, got, err, want)
		}
	}
}

package recognizer

import "strings"

// languageModel describes the training of the model of a language or of several.
type languageModel struct {
	// languages are the codes of the languages that use the model. The first one names its file.
	languages []string
	corpora   []languageCorpus
	// bias is subtracted from the score of words that are no names: a positive number finds more names.
	bias float32
	// features is the number of features of the CRF that are stored.
	features int
	// decay is the L2 penalty of their weights.
	decay float32
	// unknown reports whether copies of the news with names that are in no list are trained on.
	unknown bool
}

// languageCorpus is a corpus of a language with its weight.
type languageCorpus struct {
	name string // file name without extension
	// placesOnly reports whether persons and organizations are not labeled.
	placesOnly bool
	// share is the share of its sentences that is trained on, 0 for all.
	share float32
	// weight is the weight of a sentence.
	weight float32
}

// isNews reports whether the corpus is the news with marked names.
func (c *languageCorpus) isNews() bool { return strings.HasSuffix(c.name, "-news") }

const (
	largeModel = 67_000
	smallModel = 40_000
	newsModel  = 25_000 // of the models that are trained on news only

	// decay is the L2 penalty of the models for which it was better on the development tenth or that were not compared.
	decay = 0.01
)

// languageModels are the models of languages other than English and the openly licensed corpora that they
// are trained on. The model cards have the licenses.
var languageModels = []languageModel{
	{languages: []string{"es"}, corpora: []languageCorpus{{name: "es-cess_ancora", weight: 1}, {name: "es-europarl", weight: 1}, {name: "es-xlime", weight: 0.3}, {name: "es-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"pt"}, corpora: []languageCorpus{{name: "pt-uner_bosque", weight: 1}, {name: "pt-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"fr"}, corpora: []languageCorpus{{name: "fr-sequoia", weight: 1}, {name: "fr-newseye", weight: 0.5}, {name: "fr-europeana_bnf", weight: 0.2}, {name: "fr-litbank", weight: 0.2}, {name: "fr-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"de"}, bias: 0.25, corpora: []languageCorpus{{name: "de-germeval14", weight: 1}, {name: "de-uner_pud", weight: 1}, {name: "de-mobie", weight: 1}, {name: "de-xlime", weight: 0.3}, {name: "de-newseye", weight: 0.2}, {name: "de-europeana_sbb", weight: 0.2}, {name: "de-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"it"}, corpora: []languageCorpus{{name: "it-europarl", weight: 1}, {name: "it-xlime", weight: 1}, {name: "it-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"nl"}, corpora: []languageCorpus{{name: "nl-europeana_kb", weight: 1}, {name: "nl-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"ru"}, bias: -1, corpora: []languageCorpus{{name: "ru-factrueval", weight: 1}, {name: "ru-uner_pud", weight: 1}, {name: "ru-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"pl"}, corpora: []languageCorpus{{name: "pl-nkjp", weight: 1}, {name: "pl-kpwr", weight: 1}, {name: "pl-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"tr"}, corpora: []languageCorpus{{name: "tr-wikiner_gold", weight: 1}, {name: "tr-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"ar"}, unknown: true, bias: -0.25, corpora: []languageCorpus{{name: "ar-anercorp_test", weight: 1}, {name: "ar-aqmar", weight: 1}, {name: "ar-idrisi", weight: 0.5, placesOnly: true}, {name: "ar-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"fa"}, unknown: true, bias: 0.25, corpora: []languageCorpus{{name: "fa-parstwiner", weight: 1}, {name: "fa-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"ur"}, bias: -0.25, corpora: []languageCorpus{{name: "ur-ilner", weight: 1}, {name: "ur-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"hi"}, corpora: []languageCorpus{{name: "hi-ilner", weight: 1}, {name: "hi-hiner_val", weight: 1}, {name: "hi-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"id"}, corpora: []languageCorpus{{name: "id-idner_news", weight: 1}, {name: "id-nergrit", weight: 1}, {name: "id-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"zh"}, corpora: []languageCorpus{{name: "zh-uner_gsdsimp", weight: 1}, {name: "zh-weibo", weight: 0.3}, {name: "zh-news", weight: 1}}, features: largeModel, decay: decay},
	{languages: []string{"uk"}, bias: -2.5, corpora: []languageCorpus{{name: "ru-factrueval", weight: 1}, {name: "ru-uner_pud", weight: 1}, {name: "ru-news", weight: 0.4}, {name: "uk-news", weight: 0.4}}, features: largeModel, decay: decay},
	{languages: []string{"bg"}, bias: -2, corpora: []languageCorpus{{name: "ru-factrueval", weight: 1}, {name: "ru-uner_pud", weight: 1}, {name: "ru-news", weight: 0.4}, {name: "bg-news", weight: 1}}, features: smallModel, decay: decay},
	{languages: []string{"cs"}, unknown: true, corpora: []languageCorpus{{name: "cs-ehri", weight: 0.5}, {name: "sk-uner_snk", weight: 1}, {name: "pl-kpwr", weight: 1}, {name: "cs-news", weight: 1}}, features: smallModel},
	{languages: []string{"sk"}, corpora: []languageCorpus{{name: "sk-uner_snk", weight: 1}}, features: smallModel},
	{languages: []string{"sl"}, corpora: []languageCorpus{{name: "hr-uner_set", weight: 1}, {name: "sr-uner_set", weight: 1}, {name: "sk-uner_snk", weight: 0.3}}, features: smallModel},
	{languages: []string{"hr"}, corpora: []languageCorpus{{name: "hr-uner_set", weight: 1}, {name: "sr-uner_set", weight: 0.5}}, features: smallModel},
	{languages: []string{"sr"}, corpora: []languageCorpus{{name: "sr-uner_set", weight: 1}, {name: "hr-uner_set", weight: 0.5}}, features: smallModel},
	{languages: []string{"ro"}, corpora: []languageCorpus{{name: "ro-ronec", weight: 1}, {name: "ro-news", weight: 1}}, features: smallModel},
	{languages: []string{"hu"}, corpora: []languageCorpus{{name: "hu-nerkor", weight: 1}, {name: "hu-news", weight: 1}}, features: smallModel},
	{languages: []string{"fi"}, corpora: []languageCorpus{{name: "fi-turku_one", weight: 1}}, features: smallModel},
	{languages: []string{"et"}, bias: 1, corpora: []languageCorpus{{name: "et-estner", weight: 1}}, features: smallModel},
	{languages: []string{"lv"}, corpora: []languageCorpus{{name: "lv-fullstack", weight: 1}}, features: smallModel},
	{languages: []string{"sv"}, corpora: []languageCorpus{{name: "sv-webnews", weight: 1}, {name: "sv-uner_talbanken", weight: 1}, {name: "sv-news", weight: 1}}, features: smallModel},
	{languages: []string{"no"}, corpora: []languageCorpus{{name: "no-norne", weight: 1}}, features: smallModel},
	{languages: []string{"da"}, corpora: []languageCorpus{{name: "da-uner_ddt", weight: 1}, {name: "no-norne", weight: 0.2, share: 0.3}}, features: smallModel},
	{languages: []string{"kk"}, corpora: []languageCorpus{{name: "kk-kaznerd", weight: 1}}, features: smallModel},
	{languages: []string{"ja"}, unknown: true, corpora: []languageCorpus{{name: "ja-stockmark", weight: 1}, {name: "ja-news", weight: 1}}, features: smallModel},
	{languages: []string{"ko"}, corpora: []languageCorpus{{name: "ko-klue", weight: 1}, {name: "ko-news", weight: 1}}, features: smallModel, decay: decay},
	{languages: []string{"th"}, corpora: []languageCorpus{{name: "th-thainer", weight: 1}}, features: smallModel},
	{languages: []string{"bn"}, corpora: []languageCorpus{{name: "bn-rifat", weight: 1}}, features: smallModel, decay: decay},
	{languages: []string{"ne"}, corpora: []languageCorpus{{name: "ne-ebiquity", weight: 1}}, features: smallModel, decay: decay},
	{languages: []string{"or"}, bias: 0.5, corpora: []languageCorpus{{name: "or-ilner", weight: 1}}, features: smallModel, decay: decay},
	{languages: []string{"te"}, corpora: []languageCorpus{{name: "te-ilner", weight: 1}}, features: smallModel, decay: decay},
	{languages: []string{"am"}, bias: 0.5, corpora: []languageCorpus{{name: "am-say", weight: 1}}, features: smallModel, decay: decay},
	{languages: []string{"ha"}, corpora: []languageCorpus{{name: "ha-voa", weight: 1}}, features: smallModel},
	{languages: []string{"yo"}, corpora: []languageCorpus{{name: "yo-gv", weight: 1}}, features: smallModel},
	// Languages without another corpus than the news written for Dateline.
	{languages: []string{"he"}, unknown: true, bias: 0.5, corpora: []languageCorpus{{name: "he-news", weight: 1}}, features: newsModel},
	{languages: []string{"el"}, corpora: []languageCorpus{{name: "el-news", weight: 1}, {name: "it-news", weight: 0.3}, {name: "es-news", weight: 0.3}, {name: "ro-news", weight: 0.3}, {name: "fr-news", weight: 0.3}, {name: "de-news", weight: 0.3}, {name: "ru-news", weight: 0.3}, {name: "uk-news", weight: 0.3}, {name: "pl-news", weight: 0.3}, {name: "nl-news", weight: 0.3}}, features: newsModel},
	{languages: []string{"sw"}, unknown: true, bias: -4, corpora: []languageCorpus{{name: "sw-news", weight: 1}, {name: "id-news", weight: 0.5}, {name: "es-news", weight: 0.3}, {name: "fr-news", weight: 0.3}, {name: "it-news", weight: 0.3}}, features: newsModel},
	{languages: []string{"az"}, bias: -1, corpora: []languageCorpus{{name: "az-news", weight: 1}, {name: "tr-news", weight: 0.5}, {name: "tr-wikiner_gold", weight: 0.2}}, features: newsModel},
	{languages: []string{"vi"}, bias: -2, corpora: []languageCorpus{{name: "vi-news", weight: 1}, {name: "id-news", weight: 0.5}, {name: "es-news", weight: 0.3}, {name: "fr-news", weight: 0.3}, {name: "it-news", weight: 0.3}}, features: newsModel},
	// Languages without a corpus, whose names are matched strictly: their frequent words only.
	{languages: []string{"ca"}}, {languages: []string{"lt"}},
	{languages: []string{"mk"}}, {languages: []string{"is"}}, {languages: []string{"ta"}}, {languages: []string{"tl"}},
}

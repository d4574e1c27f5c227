// Package rank finds the candidates of an article's mentions, computes their features and ranks them with a trained model.
//
// The mentions of an article form clusters that share a name and a sense. Each
// cluster has candidates from the gazetteer. A linear model with a softmax over the
// candidates of a cluster ranks them in passes; each pass sees the probabilities of
// the pass before for the article's other names (listwise learning to rank, Cao et
// al. 2007; adaptive context, Lieberman and Samet 2012). A logistic model calibrates
// the probability of the best candidate.
//
// Package resolve uses it at run time, package train/resolver for training. The time
// is linear in the length of the article.
package rank

// Package resolve decides which place of the gazetteer each mention of an article means, how sure that is, and why.
//
// The mentions of an article are put into groups that share a name and a sense. Each group gets candidates from the
// gazetteer; a linear model with a softmax over a group's candidates ranks them in passes, each pass seeing what the
// one before made of the article's other names (listwise learning to rank, Cao et al. 2007; the adaptive context of
// Lieberman and Samet 2012). A logistic model then turns the ranker's result into a probability that can be believed.
// All work is linear in the length of the article.
package resolve

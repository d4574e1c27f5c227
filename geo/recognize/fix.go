package recognize

import (
	"dateline/geo"
	"dateline/geo/internal/multilingual"
)

// nameFixer corrects the mentions of a document by the names of the gazetteer in it and the words around them.
type nameFixer struct {
	d        *multilingual.Document
	matcher  *gazetteerMatcher
	language string
	mentions []geo.Mention // in order, without overlap
}

// fix corrects the mentions. Later steps need those of earlier ones: a list is extended from the mentions in it, and what is part of the
// name of a person or body is known when all names are.
func (f *nameFixer) fix() {
	f.fixBounds()
	f.addByGazetteer()
	f.addByNouns()
	f.addByPlace()
	f.addByText()
	f.dropOthers()
	f.markActors()
}

// fixBounds makes mentions whole names of places.
func (f *nameFixer) fixBounds() {
	f.divideAtMarks()
	f.extend()
	f.divide()
	f.setParts()
	f.dropGenerics()
}

// addByGazetteer adds names that are places wherever they are, and those in forms of datelines.
func (f *nameFixer) addByGazetteer() {
	f.addDatelineForms()
	f.addCertain()
	f.addDoubtful()
	f.addStates()
	f.addHeadwords()
}

// addByNouns adds the names that common nouns of places, definitions and other words right beside them tell.
func (f *nameFixer) addByNouns() {
	f.addAbbreviated()
	f.addFeatures()
	f.addCued()
	f.addDefined()
	f.addDatelines()
	f.addCountryNames()
	f.addHeadings()
	f.addNouned()
	f.addEnding()
	f.addRoutes()
	f.addDesignated()
	f.addAreas()
}

// addByPlace adds the names that their place in a sentence tells: beside a dash, a colon, parentheses or a figure.
func (f *nameFixer) addByPlace() {
	f.addNative()
	f.addPairs()
	f.addHeads()
	f.addBracketed()
	f.addDescribed()
	f.addContained()
	f.addLives()
	f.addInside()
	f.addSites()
	f.addTownsOfPersons()
	f.addCounted()
}

// addByText adds the names that the other mentions of the text tell: those in their countries and lists.
func (f *nameFixer) addByText() {
	f.addSupported()
	f.addHeaded()
	f.addLowerAreas()
	f.addEncyclopedic()
	f.addPlural()
	f.addNature()
	f.addLongNative()
	f.setSituated()
	f.addToLists()
	f.addListed()
	if f.addUnknownListed() {
		f.addListed()
	}
}

// dropOthers drops names of persons, agencies and clubs, and adds the names that are left between them in scripts without capitals.
func (f *nameFixer) dropOthers() {
	f.dropPersons()
	f.dropAgencies()
	f.addCaseless()
	f.addBetween()
	f.addKatakana()
	f.extendCongo()
	f.addContaining()
	f.markPeoples()
	f.dropClubs()
	f.dropQuoted()
	f.dropTreaties()
}

// markActors tells where mentions act or modify a noun, and reads the abbreviations of states after them.
func (f *nameFixer) markActors() {
	f.addStateCodes()
	f.dropAdjectives()
	f.dropAppositions()
	f.markOrganizations()
	f.markTeams()
	f.markResults()
}

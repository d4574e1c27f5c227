package tagger

import "strings"

// lists are the lists written by hand, in lower case without stops.
var lists = []struct {
	in    WordLists
	words string
}{
	{ListFunction, `the a an this that these those he she it they we i you his her its their our my your who whom which what
when where why how while after before since until although though because as if but and or nor so yet however meanwhile
there here then now not no nobody some any many much more most several few all both each every another other such
is are was were be been being has have had do does did will would can could may might must shall should
also just only even still already almost about around some one two three four five six seven eight nine ten
in on at of from to by with for under over between during among against despite within without
according thousands hundreds dozens millions people last next first second new old earlier later yesterday today tomorrow
for once despite following amid asked speaking instead perhaps let if its it's they're he's she's that's i'm we're don't
click read related photo image video copyright file updated published share subscribe advertisement`},
	{ListTitle, `mr mrs ms miss dr prof professor sir lord lady dame rev reverend father sister brother pastor bishop archbishop
cardinal pope imam sheikh shaikh sheik mullah maulana ayatollah king queen prince princess duke earl baron count emperor sultan emir
president vice premier chancellor minister secretary senator sen representative rep congressman congresswoman governor gov mayor
councilman councilwoman councillor councilor alderman commissioner ambassador judge justice attorney sheriff deputy chief officer
detective sergeant sgt lieutenant lt captain capt major maj colonel col brigadier general gen admiral adm marshal commander cmdr
corporal cpl private pvt trooper agent inspector constable superintendent supt coach manager director chairman chairwoman chairperson
ceo spokesman spokeswoman spokesperson analyst author actor actress singer director leader founder candidate lawmaker mp msgr hon
editor reporter correspondent columnist photographer quarterback striker forward goalkeeper midfielder driver golfer boxer
suspect victim resident farmer teacher principal owner engineer scientist economist historian activist lawyer prosecutor`},
	{ListBeforePlace, `in near at from to toward towards outside inside around across through throughout between of off into via
beyond above below along amid downtown central greater metropolitan within visit visited visiting reached entered leave left leaving
arrived fled moved traveled travelled headed based born live lives living lived returned onto nearby neighboring neighbouring
capital bordering border mainland coastal rural upstate suburban occupied occupied-by war-torn inland`},
	{ListDesignator, `county parish province district state states governorate prefecture oblast region republic kingdom islands island isle
river lake mount mountain mountains mt hills hill valley creek bay gulf sea ocean strait channel canal desert peninsula cape coast
beach forest park heights springs falls point harbor harbour port fort ft saint st san santa los las el al new north south east west
northern southern eastern western upper lower central city town township village borough municipality shire reservoir basin plains ridge
canyon pass delta glacier crossing junction corridor strip territory territories archipelago national`},
	{ListSettlement, `city town village hamlet suburb neighborhood neighbourhood capital province district county region country nation state
municipality borough township port island camp settlement community area areas kingdom republic enclave governorate city-state
metropolis resort border coast coastline villages cities towns districts provinces countries states islands neighborhoods suburbs`},
	{ListOrganization, `university college institute institution academy ministry department dept bureau agency office commission committee council
board authority bank corp corporation company co inc ltd llc plc group holdings fund foundation trust association federation union
league party movement front army navy police force forces brigade battalion guard service services administration congress parliament
senate assembly court tribunal times post news newspaper tribune herald journal gazette daily television tv radio network press agency
airlines airways club fc united rovers team center centre society church mosque cathedral organization organisation alliance coalition
international industries systems technologies motors energy oil gas pharmaceuticals partners capital insurance chamber embassy consulate
hospital clinic museum library theatre theater orchestra festival cup championship championships open games olympics conference summit
treaty agreement act accord program project initiative campaign system district`},
	{ListFacility, `school airport airfield base hospital street road rd avenue ave boulevard blvd drive lane highway hwy route interstate
bridge tunnel station stadium arena mall plaza square hotel prison jail courthouse hall building tower house church temple mosque
cemetery dam plant refinery port pier terminal market camp checkpoint crossing gate palace castle museum library zoo garden gardens
elementary high middle academy center centre campus casino theater theatre farm ranch reserve field grounds pavilion`},
	{ListCompass, `north south east west northern southern eastern western northeast northwest southeast southwest northeastern northwestern
southeastern southwestern north-east north-west south-east south-west central upper lower greater mid inner outer`},
	{ListSpeech, `said says say told tells announced announces warned warns accused accuses denied denies claimed claims called calls urged urges
added explained stated insisted argued believes believe wants want wanted agreed refused rejected rejects condemned pledged vowed hopes
reported confirmed signed imposed launched decided recalled expelled supports supported backed opposes opposed asked replied wrote tweeted
thinks thought knew knows recalls`},
	{ListPeople, `officials authorities government governments troops forces soldiers police residents people citizens nationals leaders leader
president minister ministry army military navy lawmakers parliament embassy ambassador diplomats diplomat delegation prime foreign
refugees migrants immigrants workers farmers villagers protesters rebels militants fighters insurgents civilians women men children
community population economy market markets currency company companies media newspaper team side border soil territory capital
official spokesman national citizen man woman student students journalist journalists tourists airline state politics
intelligence nuclear sanctions exports imports trade law constitution regime policy`},
	{ListCalendar, `january february march april may june july august september october november december jan feb mar apr jun jul aug
sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
christmas easter ramadan thanksgiving eid spring summer autumn winter`},
	{ListState, `ala ariz ark calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mo mont neb nebr nev nh nj nm nmex ny nc nd
okla ore oreg pa ri sc sd tenn tex vt va wash wva wis wisc wyo dc al ak az ca ct fl ia id il ks ma me mi mn ms mt ne nv oh ok tn
tx ut wa wv wy ont que alta sask bc nsw qld uk us usa uae eu ussr`},
	{ListFamily, `son daughter wife husband mother father brother sister uncle aunt cousin family parents widow grandson granddaughter
grandfather grandmother jr sr ii iii iv aged age named born girlfriend boyfriend friend niece nephew fiancee`},
	{ListSport, `beat beats defeated defeat defeats win wins won loss lost lose match game games season coach team teams score scored goal
goals innings points quarterback touchdown tournament playoffs playoff final finals champion champions league cup vs versus v against
squad fans club victory hosted host hosts`},
	// "Bank of England", "Spin-Boldak", "Rio de Janeiro"
	{ListConnector, `of the and de del della di da do dos das du des la le les el al ul ur bin ben ibn abu van von der den
den ter zu y e i & - – ' 's on upon in for sur sous aux au lo las los ad am an im und`},
}

// AddHandwritten adds the word lists that are written by hand.
func (x *Lexicon) AddHandwritten() {
	for _, l := range lists {
		for w := range strings.FieldsSeq(l.words) {
			x.Add(HashLower(w), l.in)
		}
	}
}

// arabicArticles are the forms of the Arabic article, by the hash of the word,
// that are often written small before a name and a hyphen.
var arabicArticles = func() map[uint32]bool {
	m := map[uint32]bool{}
	for w := range strings.FieldsSeq("al el ul ad ed ud an en un ar er ur as es us ash esh ush at et ut az ez uz adh ath") {
		m[HashLower(w)] = true
	}
	return m
}()

// abbreviations are written with a stop that belongs to the word.
var abbreviations = set(`Mr Mrs Ms Dr Prof Rev Hon Gov Sen Rep Reps Sens Gen Lt Col Maj Capt Sgt Cpl Pvt Cmdr Adm Brig Pres Atty Supt Insp
St Ste Mt Ft Pt Jr Sr Co Corp Inc Ltd Bros No Nos vs v Ave Blvd Rd Dr Hwy Rte Dept Univ Assn Bldg
Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Mass Md Mich Minn Miss Mo Mont Neb Nebr Nev Okla Ore Oreg Pa Tenn Tex Vt Va
Wash Wis Wisc Wyo Penn Penna Mex Ont Que Alta Sask Man Ph.D U.S U.N D.C
Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun a.m p.m e.g i.e etc cf al approx est
Afg Pak Sgts Lts Messrs Mmes Mme Mlle Msgr Fr Br Sra Sta Sto`)

// titleAbbreviations never end a sentence: a name follows.
var titleAbbreviations = set(`Mr. Mrs. Ms. Dr. Prof. Rev. Hon. Gov. Sen. Rep. Reps. Sens. Gen. Lt. Col. Maj. Capt. Sgt. Cpl. Pvt. Cmdr. Adm. Brig. Pres.
Atty. Supt. Insp. St. Ste. Mt. Ft. Pt. No. Nos. vs. Messrs. Mme. Mlle. Msgr. Fr.`)

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
